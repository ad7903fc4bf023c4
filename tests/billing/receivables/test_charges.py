"""Charges and their reversals."""

from decimal import Decimal

import pytest

from billing.ledger import receivables
from billing.models import ReceivableEntry
from billing.standing import (
    PaymentState,
    balances,
    debt_of,
    payment_state,
    standing_charge,
)
from common.refusals import Refused
from tests.billing.receivables.booking import ZERO, make_produced_order, reverse_charge
from tests.factories.billing import (
    charge_order,
    make_charged_order,
    make_event,
    make_priced_order,
    today,
)

pytestmark = pytest.mark.django_db


def test_a_charge_is_the_final_price_of_the_order():
    order = make_charged_order("120.00")
    entry = standing_charge(order)
    assert (entry.kind, entry.amount, entry.customer) == ("charge", Decimal(120), order.customer)
    assert entry.document.orders.get().order_id == order.pk
    assert (debt_of(order), payment_state(order)) == (Decimal(120), PaymentState.UNPAID)
    assert balances(order.customer) == {"EUR": Decimal(120)}


def test_an_order_without_a_final_price_is_not_charged():
    order, document = make_priced_order(), charge_order(make_produced_order())
    with pytest.raises(Refused, match="final price"):
        receivables.charge(order, document, event=make_event(), on=today())
    assert standing_charge(order) is None


def test_an_order_is_charged_once():
    order = make_charged_order()
    with pytest.raises(receivables.AlreadyCharged, match=order.number):
        receivables.charge(order, standing_charge(order).document, event=make_event(), on=today())
    assert ReceivableEntry.objects.filter(order=order).count() == 1


def test_charge_and_reversal_come_to_nothing():
    order = make_charged_order("99.99")
    reversal = reverse_charge(order)
    assert reversal.amount == Decimal("-99.99")
    assert reversal.reverses.reversed_by == reversal
    assert (debt_of(order), balances(order.customer)) == (ZERO, {"EUR": ZERO})
    with pytest.raises(receivables.NotCharged, match=order.number):
        reverse_charge(order)


def test_a_reversed_order_can_be_charged_again_under_a_new_document():
    order = make_charged_order()
    first = standing_charge(order).document
    reverse_charge(order)
    second = charge_order(order)
    assert first.number != second.number
    assert debt_of(order) == Decimal(100)
