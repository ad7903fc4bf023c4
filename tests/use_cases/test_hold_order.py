"""Hold: work stops until something awaited arrives."""

from datetime import date

import pytest

from billing.models import Act
from orders.states import Status
from tests.factories.orders import make_order
from tests.use_cases.evidence import assert_booked, refused
from workflow.life.hold_order import hold_order
from workflow.moving import StaleOrder

pytestmark = pytest.mark.django_db
SOON = date(2035, 12, 1)


@pytest.mark.parametrize(("status", "role"), [(Status.PRODUCTION, "technician"), (Status.REVIEW, "reviewer")])
def test_it_waits_and_says_for_what(by, status, role):
    order = make_order(status=status, by=by())
    cause = by(role, version=order.version)
    held = hold_order(order.pk, cause, awaited="biomaterial", expected_on=SOON)

    held.refresh_from_db()
    assert (held.status, held.version) == (Status.PENDING, order.version + 1)
    assert (held.awaited, held.expected_on) == ("biomaterial", SOON)
    assert held.started_on == order.started_on
    assert_booked(held, "hold", cause, role=role, reason="biomaterial", moved=(status, "pending"))


def test_draft_acts_wait_with_the_order(by):
    order = make_order(status=Status.PRODUCTION, by=by())
    hold_order(order.pk, by(), awaited="biomaterial", expected_on=SOON)
    assert Act.objects.filter(order=order).drafts().count() == 1


def test_a_stale_page_changes_nothing(by):
    order, cause = make_order(status=Status.PRODUCTION, by=by()), by("manager", version=1)
    with refused("The order has changed", StaleOrder):
        hold_order(order.pk, cause, awaited="biomaterial", expected_on=SOON)
