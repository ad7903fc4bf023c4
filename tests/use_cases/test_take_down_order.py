"""Take down: a drawn-up order goes back to drafting, and waits for nothing any more."""

from datetime import date

import pytest

from orders.states import Status
from tests.factories.orders import make_order
from tests.use_cases.evidence import assert_booked, refused
from workflow.life.submit_order import submit_order
from workflow.life.take_down_order import take_down_order
from workflow.moving import StaleOrder

pytestmark = pytest.mark.django_db


def test_it_is_drafted_again_and_waits_for_nothing(by):
    order = make_order(by=by())
    submit_order(order.pk, by(), awaited="the impression", expected_on=date(2035, 12, 1))
    cause = by("manager", version=2)
    order = take_down_order(order.pk, cause, reason="a line is missing")

    order.refresh_from_db()
    assert (order.status, order.version) == (Status.DRAFTING, 3)
    assert (order.awaited, order.expected_on) == ("", None)
    assert_booked(
        order, "take_down", cause, role="manager", reason="a line is missing", moved=("pending", "drafting")
    )


def test_a_stale_page_changes_nothing(by):
    order, cause = make_order(status=Status.PENDING, by=by()), by("manager", version=1)
    with refused("The order has changed", StaleOrder):
        take_down_order(order.pk, cause)
