"""Scan an order: the next task of whoever scans is started, then finished; another's is asked about."""

import pytest

from orders.bench_codes import Action
from orders.states import Status
from tests.factories.lab import make_employee
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import refused
from workflow.plan.scan_order import NotYours, scan_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def annas(by, lab):
    return by(person=lab.anna)


def test_the_own_next_task_is_started_then_finished_and_the_following_is_named(planned, annas):
    first = scan_order(planned.pk, annas)
    assert (first.task.title, first.task.state, first.following.title) == ("Model", "in_progress", "Frame")
    second = scan_order(planned.pk, annas)
    assert (second.task.title, second.task.state) == ("Model", "done")
    assert scan_order(planned.pk, annas).task.title == "Frame"


def test_an_action_says_what_becomes_of_it(planned, annas):
    scan_order(planned.pk, annas)
    assert scan_order(planned.pk, annas, asked=Action.PAUSE).task.state == "paused"
    assert scan_order(planned.pk, annas, asked=Action.FINISH).task.state == "done"
    with refused("Nothing of yours is running on this order."):
        scan_order(planned.pk, annas, asked=Action.PAUSE)


def test_who_has_it_only_tells(planned, annas):
    told = scan_order(planned.pk, annas, asked=Action.WHO)
    assert [task.title for task in told.open_tasks] == ["Model", "Frame"]
    assert not planned.tasks.exclude(state="todo").exists()


def test_anothers_task_waits_for_an_answer(planned, by, lab):
    bens = by(person=lab.ben)
    with refused("No task of this order is yours.", NotYours) as caught:
        scan_order(planned.pk, bens)
    task = caught.value.task
    done = scan_order(planned.pk, bens, task_id=task.pk, whose="theirs")
    assert (done.task.performer, done.task.state) == (lab.anna, "in_progress")


def test_whoever_performs_nothing_takes_nothing_over(planned, by):
    manager = by(person=make_employee(roles=["manager"]))
    with refused("You are no performer here."):
        scan_order(planned.pk, manager)


def test_what_nobody_can_work_on_is_refused_with_its_state(by, lab):
    order = make_order(make_line(lab.polish, performer=lab.anna), status=Status.PENDING, by=by())
    annas = by(person=lab.anna)
    with refused(f"Order {order.number} is in the state “Pending”"):
        scan_order(order.pk, annas)
