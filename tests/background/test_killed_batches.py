"""A worker that is killed in the middle of many orders: the next one goes on, and no order is done twice."""

import random
import time

import pytest
from django.db.models import Count

from orders.models import Batch, Comment
from orders.models.batch import BatchState, RowState
from tests.background.nursery import drain, start
from tests.background.test_killed_workers import KILLS, end_leases
from tests.factories.batches import make_batch
from tests.factories.lab import make_cause, make_employee
from tests.factories.orders import make_order
from workflow.together import carry_on as carrying
from workflow.together.carry_on import have_it_carried_on

pytestmark = pytest.mark.django_db(transaction=True)
ORDERS = 20 * KILLS


def ask(monkeypatch) -> int:
    monkeypatch.setattr(carrying, "WHILE_ONE_WAITS", 0)
    cause = make_cause(make_employee(roles=["administrator"]))
    batch = make_batch([make_order() for _ in range(ORDERS)], cause)
    have_it_carried_on(batch, cause.at)
    return batch.pk


def how_often() -> list[int]:
    """How often each order was commented on."""
    counted = Comment.objects.order_by().values("order").annotate(n=Count("pk"))
    return list(counted.values_list("n", flat=True))


def test_killed_again_and_again_each_order_is_done_once(shared, data, monkeypatch):
    pk = shared(lambda: ask(monkeypatch))
    dice = random.Random(KILLS)
    left = []
    for _death in range(KILLS):
        worker = start(data)
        until = time.monotonic() + 30
        begun = shared(lambda: Comment.objects.count())
        while shared(lambda: Comment.objects.count()) == begun and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(dice.random() * 0.2)
        worker.kill()
        worker.wait()
        left.append(shared(lambda: Batch.objects.get(pk=pk).rows.waiting().count()))
        shared(end_leases)
    assert left[0] > 0  # it was killed in the middle
    drain(data)
    batch = shared(lambda: Batch.objects.get(pk=pk))
    assert batch.state == BatchState.DONE
    assert shared(lambda: set(batch.rows.values_list("state", flat=True))) == {RowState.DONE}
    assert shared(how_often) == [1] * ORDERS
