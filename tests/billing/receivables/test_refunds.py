"""Free advance is given back: out of which payments, never more than is free, and taken back itself."""

from datetime import timedelta
from decimal import Decimal

import pytest

from billing.ledger import receivables
from billing.ledger.receivables import (
    NotAPayment,
    NotARefund,
    NotEnoughAdvance,
    NotTheirPayment,
    NotYetReceived,
    ReversedAlready,
)
from billing.models import Allocation, ReceivableEntry, Refund
from billing.standing import balances, free_advance, free_part_by_payment, settled_on
from tests.billing.receivables.booking import wrongs_of_payments
from tests.factories.billing import make_charged_order, make_event, make_payment, make_refund, today
from tests.factories.customers import make_counterparty

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer():
    return make_counterparty()


def reverse(refund):
    receivables.reverse_refund(refund, event=make_event("reverse_refund", reason="typed twice"), on=today())


def test_a_refund_is_numbered_booked_and_taken_of_the_oldest_payments(customer):
    older = make_payment(customer, "30.00", received_on=today() - timedelta(days=2))
    younger = make_payment(customer, "50.00")
    refund = make_refund(customer, "45.00")
    assert refund.number == f"RF-{today().year}-00001"
    entry = ReceivableEntry.objects.get(kind="refund")
    assert (entry.amount, entry.refund, entry.day) == (45, refund, today())
    assert {row.payment: row.amount for row in refund.allocations.all()} == {older: 30, younger: 15}
    assert (free_advance(customer, "EUR"), balances(customer)) == (35, {"EUR": Decimal(-35)})
    assert free_part_by_payment([older, younger]) == {older.pk: 0, younger.pk: 35}
    assert wrongs_of_payments() == {}


def test_a_refund_of_one_payment_takes_of_that_alone(customer):
    make_payment(customer, "30.00")
    wanted = make_payment(customer, "50.00")
    refund = make_refund(customer, "20.00", payment=wanted)
    assert {row.payment: row.amount for row in refund.allocations.all()} == {wanted: 20}
    with pytest.raises(NotEnoughAdvance, match=r"only 30\.00 EUR"):
        make_refund(customer, "30.01", payment=wanted)


def test_a_refund_of_one_payment_goes_to_who_paid_it_in_the_currency_in_which_it_came(customer):
    theirs, dollars = (
        make_payment(make_counterparty(), "50.00"),
        make_payment(customer, "50.00", currency="USD"),
    )
    make_payment(customer, "50.00")
    for payment in (theirs, dollars):
        with pytest.raises(NotTheirPayment, match=f"Payment {payment.number} is of another"):
            make_refund(customer, "20.00", payment=payment)
    assert not Refund.objects.exists()
    assert wrongs_of_payments() == {}


def test_what_pays_for_orders_is_not_refunded(customer):
    order = make_charged_order("80.00", customer=customer)
    make_payment(customer, "100.00", order=order)
    with pytest.raises(NotEnoughAdvance, match=r"only 20\.00 EUR"):
        make_refund(customer, "20.01")
    make_refund(customer, "20.00")
    assert (settled_on(order), free_advance(customer, "EUR")) == (80, 0)
    assert wrongs_of_payments() == {}


@pytest.mark.parametrize(
    ("wrong", "refusal", "sentence"),
    [
        ({"amount": Decimal(0)}, NotARefund, "A refund is more than 0."),
        ({"amount": Decimal("1.0005")}, NotAPayment, "An amount"),
        (
            {"refunded_on": today() + timedelta(days=1)},
            NotARefund,
            "A refund cannot have been made in the future.",
        ),
        (
            {"refunded_on": today() - timedelta(days=1)},
            NotYetReceived,
            "which is given back, was received on",
        ),
        ({"method": "shells"}, NotARefund, "Choose how the refund was made."),
    ],
)
def test_what_cannot_be_a_refund_is_refused(customer, wrong, refusal, sentence):
    make_payment(customer, "30.00")
    asked = {"amount": Decimal(5), "refunded_on": today(), "method": "bank"} | wrong
    with pytest.raises(refusal) as refused:
        receivables.refund_advance(
            customer, asked["amount"], "EUR", asked["refunded_on"], asked["method"], "", event=make_event()
        )
    assert sentence in str(refused.value)
    assert not Refund.objects.exists()


def test_a_reversed_refund_is_free_advance_again_and_stays_with_its_number(customer):
    payment = make_payment(customer, "30.00")
    refund = make_refund(customer, "10.00")
    reverse(refund)
    assert (free_advance(customer, "EUR"), free_part_by_payment([payment])) == (30, {payment.pk: 30})
    assert [row.amount for row in Allocation.objects.order_by("pk")] == [10, -10]
    assert [row.amount for row in ReceivableEntry.objects.filter(kind="refund")] == [10, -10]
    assert list(Refund.objects.reversed()) == [refund]
    assert not Refund.objects.standing().exists()
    with pytest.raises(ReversedAlready, match=f"{refund.number} is reversed already"):
        reverse(refund)
    assert wrongs_of_payments() == {}
