"""Delivery: shipped and delivered are facts beside the state."""

from datetime import date

import pytest

from orders.models import Delivery
from orders.states import Status
from tests.factories.orders import make_order
from tests.use_cases.evidence import assert_booked, last_event, refused
from workflow.drawing_up.record_delivery import record_delivery
from workflow.moving import StepRefused

pytestmark = pytest.mark.django_db
SENT = {"shipped_on": date(2026, 11, 2), "carrier": "Courier", "tracking_number": "X1"}


@pytest.mark.parametrize("status", [Status.PRODUCED, Status.REALIZED])
def test_sent_and_later_arrived_is_one_delivery(by, status):
    order, cause = make_order(status=status, by=by()), by("manager")
    record_delivery(order.pk, cause, **SENT)
    assert_booked(
        order, "deliver", cause, role="manager",
        changes=[
            {"field": "shipped on", "before": "", "after": "2026-11-02"},
            {"field": "carrier", "before": "", "after": "Courier"},
            {"field": "tracking number", "before": "", "after": "X1"},
        ],
    )  # fmt: skip
    record_delivery(order.pk, by(), **SENT, delivered_on=date(2026, 11, 3), received_by="Jo")
    assert [change["field"] for change in last_event(order).changes] == ["delivered on", "received by"]
    delivery, version = Delivery.objects.get(), order.version
    order.refresh_from_db()
    assert (delivery.delivered_on, delivery.carrier) == (date(2026, 11, 3), "Courier")
    assert (order.status, order.version) == (status, version)


def test_the_same_again_books_nothing(by):
    order = make_order(status=Status.PRODUCED, by=by())
    record_delivery(order.pk, by(), **SENT)
    before = last_event(order)
    record_delivery(order.pk, by(), **SENT)
    assert last_event(order) == before


@pytest.mark.parametrize("status", [Status.PRODUCTION, Status.REVIEW, Status.CANCELLED])
def test_nothing_is_delivered_before_it_is_produced(by, status):
    order, cause = make_order(status=status, by=by()), by("manager")
    with refused("This cannot be changed while the order is in the state", StepRefused):
        record_delivery(order.pk, cause, **SENT)
