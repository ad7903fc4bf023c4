"""Unrealize: the charge is reversed, a correction says so, what was paid becomes an advance again."""

from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import ClosingDocument, ReceivableEntry
from billing.standing import balances, debt_of, settled_on, tied_advance_of
from orders.states import Status
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import assert_booked, refused
from verification.invariants import violations
from workflow.life.realize_order import realize_order
from workflow.life.unrealize_order import unrealize_order
from workflow.money.record_payment import record_payment
from workflow.moving import StaleOrder

pytestmark = pytest.mark.django_db


@pytest.fixture
def realized(by, lab):
    order = make_order(make_line(lab.crown, performer=lab.anna), status=Status.REALIZED, by=by())
    record_payment(
        order.customer, by(), amount=Decimal(50), currency="EUR", received_on=timezone.localdate(),
        method="cash", order_id=order.pk,
    )  # fmt: skip
    return order


def test_the_charge_is_reversed_by_a_correction_and_the_payment_is_an_advance(by, realized):
    cause = by("accountant", version=realized.version)
    order = unrealize_order(realized.pk, cause, reason="wrong clinic")

    order.refresh_from_db()
    assert (order.status, order.version, order.final_price) == (Status.PRODUCED, realized.version + 1, 120)
    row = assert_booked(
        order, "unrealize", cause, role="accountant", reason="wrong clinic", moved=("realized", "produced")
    )
    charge, reversal = ReceivableEntry.objects.filter(kind="charge").order_by("pk")
    assert (reversal.amount, reversal.reverses, reversal.event) == (-120, charge, row.event)
    closing, correction = ClosingDocument.objects.order_by("pk")
    assert (correction.kind, correction.corrects, correction.total) == ("correction", closing, -120)
    assert correction.event == row.event
    assert "wrong clinic" in str(correction.snapshot)
    assert (debt_of(order), settled_on(order), tied_advance_of(order)) == (0, 0, 50)
    assert balances(order.customer) == {"EUR": Decimal(-50)}
    assert violations() == {}


def test_realized_again_it_is_charged_once_and_the_advance_pays(by, realized):
    unrealize_order(realized.pk, by(), reason="a mistake")
    realize_order(realized.pk, by())
    assert (debt_of(realized), settled_on(realized), tied_advance_of(realized)) == (70, 50, 0)
    assert ClosingDocument.objects.count() == 3
    assert violations() == {}


def test_other_orders_of_the_customer_stand(by, lab, realized):
    other = make_order(
        make_line(lab.polish, performer=lab.ben), status=Status.REALIZED, by=by(), customer=realized.customer
    )
    unrealize_order(realized.pk, by(), reason="wrong clinic")
    assert debt_of(other) == Decimal("30.30")
    assert violations() == {}


def test_a_stale_page_changes_nothing(by, realized):
    cause = by("accountant", version=1)
    with refused("The order has changed", StaleOrder):
        unrealize_order(realized.pk, cause, reason="again")
