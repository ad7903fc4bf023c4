"""Restore: a cancelled order is drafted again, with the tasks that the cancelling skipped open again."""

import pytest

from orders.states import Status
from tests.factories.orders import bring_to, make_line, make_order
from tests.use_cases.evidence import assert_booked, refused
from verification.invariants import violations
from workflow.life.cancel_order import cancel_order
from workflow.life.restore_order import restore_order
from workflow.moving import StaleOrder
from workflow.plan.work_on_task import work_on_task

pytestmark = pytest.mark.django_db


def test_the_tasks_that_cancelling_skipped_are_open_and_those_that_people_skipped_are_not(by, lab):
    lines = [make_line(lab.polish, performer=lab.anna) for _ in range(3)]
    order = make_order(*lines, status=Status.PRODUCTION, by=by())
    done, skipped, open_ = order.tasks.all()
    work_on_task(done.pk, by(), state="done", whose="theirs")
    work_on_task(skipped.pk, by(), state="skipped")
    order = cancel_order(order.pk, by(), reason="no")
    cause = by("manager", version=order.version)
    restored = restore_order(order.pk, cause)

    restored.refresh_from_db()
    assert (restored.status, restored.version) == (Status.DRAFTING, order.version + 1)
    states = dict(order.tasks.values_list("pk", "state"))
    assert states == {done.pk: "done", skipped.pk: "skipped", open_.pk: "todo"}
    assert not order.tasks.filter(skipped_by__isnull=False).exists()
    assert_booked(restored, "restore", cause, role="manager", moved=("cancelled", "drafting"))


def test_a_restored_order_is_worked_like_any_other(by, lab):
    order = make_order(make_line(lab.crown, performer=lab.anna), status=Status.CANCELLED, by=by())
    restore_order(order.pk, by())
    assert bring_to(order, Status.REALIZED, by()).final_price == 120
    assert violations() == {}


def test_a_stale_page_changes_nothing(by):
    order, cause = make_order(status=Status.CANCELLED, by=by()), by("manager", version=1)
    with refused("The order has changed", StaleOrder):
        restore_order(order.pk, cause)
