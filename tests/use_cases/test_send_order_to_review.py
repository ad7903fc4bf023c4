"""Send to review: the work is done, a reviewer decides."""

import pytest

from orders.states import Status
from tests.factories.orders import finish_tasks, make_line, make_order
from tests.use_cases.evidence import assert_booked, refused
from workflow.life.send_order_to_review import send_order_to_review
from workflow.moving import StaleOrder, StepRefused
from workflow.plan.assign_task import assign_task
from workflow.plan.work_on_task import work_on_task

pytestmark = pytest.mark.django_db


def test_it_waits_for_its_review(by):
    order = make_order(status=Status.PRODUCTION, by=by())
    finish_tasks(order, by())
    cause = by("technician", version=2)
    order = send_order_to_review(order.pk, cause)

    order.refresh_from_db()
    assert (order.status, order.version) == (Status.REVIEW, 3)
    assert_booked(order, "send_to_review", cause, role="technician", moved=("production", "review"))


def test_a_skipped_task_counts_as_finished(by):
    order = make_order(status=Status.PRODUCTION, by=by())
    work_on_task(order.tasks.get().pk, by(), state="skipped")
    assert send_order_to_review(order.pk, by()).status == Status.REVIEW


@pytest.mark.parametrize("state", ["todo", "in_progress", "paused"])
def test_an_unfinished_task_keeps_it(by, state):
    order, cause = make_order(status=Status.PRODUCTION, by=by()), by("technician")
    work_on_task(order.tasks.get().pk, by(), state=state, whose="theirs")
    with refused("Some tasks are not finished yet.", StepRefused):
        send_order_to_review(order.pk, cause)


def test_a_task_without_a_performer_keeps_it(by, lab):
    order, cause = make_order(make_line(lab.crown), status=Status.PRODUCTION, by=by()), by("manager")
    finish_tasks(order, by())
    with refused("Name a performer for every task first.", StepRefused):
        send_order_to_review(order.pk, cause)
    assign_task(order.tasks.get().pk, by(), performer=lab.anna)
    assert send_order_to_review(order.pk, cause).status == Status.REVIEW


def test_a_stale_page_changes_nothing(by):
    order, cause = make_order(status=Status.PRODUCTION, by=by()), by("manager", version=1)
    finish_tasks(order, by())
    with refused("The order has changed", StaleOrder):
        send_order_to_review(order.pk, cause)
