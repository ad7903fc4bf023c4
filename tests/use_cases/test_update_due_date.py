"""Change the due date: promise another day."""

from datetime import date

import pytest

from orders.states import Status
from tests.factories.orders import make_order
from tests.use_cases.evidence import assert_booked, last_event, refused
from workflow.drawing_up.update_due_date import update_due_date
from workflow.moving import StaleOrder, StepRefused

pytestmark = pytest.mark.django_db
DAY = date(2035, 2, 1)


@pytest.mark.parametrize(
    "status", [Status.DRAFTING, Status.PENDING, Status.PRODUCTION, Status.REVIEW, Status.PRODUCED]
)
def test_another_day_is_promised(by, status):
    order = make_order(status=status, by=by())
    cause, was = by("manager", version=order.version), order.due_on
    moved = update_due_date(order.pk, cause, due_on=DAY, reason="the model came late")

    moved.refresh_from_db()
    assert (moved.due_on, moved.version, moved.status) == (DAY, order.version + 1, status)
    assert_booked(
        moved, "update_due", cause, role="manager", reason="the model came late",
        changes=[{"field": "due", "before": was.isoformat(), "after": "2035-02-01"}],
    )  # fmt: skip


def test_the_same_day_books_nothing(by):
    order = make_order(by=by())
    before = last_event(order)
    assert update_due_date(order.pk, by(), due_on=order.due_on).version == 1
    assert last_event(order) == before


@pytest.mark.parametrize("status", [Status.REALIZED, Status.CANCELLED])
def test_what_is_over_keeps_its_day(by, status):
    order, cause = make_order(status=status, by=by()), by("manager")
    with refused("This cannot be changed while the order is in the state", StepRefused):
        update_due_date(order.pk, cause, due_on=DAY)


def test_a_stale_page_changes_nothing(by):
    order, cause = make_order(by=by()), by("manager", version=9)
    with refused("The order has changed", StaleOrder):
        update_due_date(order.pk, cause, due_on=DAY)
