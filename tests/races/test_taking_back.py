"""A step is taken back while somebody goes on from it: one of the two is done, the other is refused in words."""

import pytest

from common.refusals import Refused
from lab.once import new_token
from orders.models import Order
from orders.states import Status
from tests.factories.lab import client_of
from tests.races import at_once
from tests.races.floor import Floor
from verification.invariants import violations
from workflow.life.take_back_step import take_back_step
from workflow.plan.work_on_task import work_on_task

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_it_is_taken_back_or_worked_on_and_never_both():
    floor = Floor()
    for _time in range(3):
        order = floor.order(Status.PRODUCTION)
        task = order.tasks.get()
        acts = (
            lambda order=order: take_back_step(order.pk, floor.cause()),
            lambda task=task: work_on_task(task.pk, floor.cause(), state="in_progress", whose="theirs"),
        )
        said = at_once(lambda n, acts=acts: acts[n](), people=2)
        assert [isinstance(one, Refused) for one in said].count(True) == 1
        stands = Order.objects.get(pk=order.pk).status, order.tasks.get().state
        assert stands in {(Status.DRAFTING, "todo"), (Status.PRODUCTION, "in_progress")}
    assert violations() == {}


def test_one_press_four_times_takes_back_one_step():
    floor = Floor()
    order, token = floor.order(Status.PENDING), new_token()
    typed = {"form_token": token, "version": order.version}
    clients = [client_of(floor.chief) for _number in range(4)]
    address = f"/orders/{order.number}/take-back/"
    said = at_once(lambda n: clients[n].post(address, typed).status_code, people=4)
    assert said == [302] * 4
    assert order.events.filter(verb="take_back").count() == 1
    assert violations() == {}
