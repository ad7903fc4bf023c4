"""Payments that cannot be meant."""

from datetime import timedelta
from decimal import Decimal

import pytest

from billing.ledger import receivables
from billing.models import Payment, ReceivableEntry
from billing.standing import (
    free_advance,
)
from orders.models import Order
from tests.factories.billing import (
    make_charged_order,
    make_event,
    make_payment,
    make_priced_order,
    today,
)
from tests.factories.customers import make_counterparty

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("0", "more than 0"),
        ("-5", "more than 0"),
        ("NaN", "as a number"),
        ("Infinity", "as a number"),
        ("0.001", "at most 2 digits"),
        ("10000000000.01", "too large"),
        ("1E+40", "too large"),
    ],
)
def test_what_cannot_be_an_amount_is_refused_in_words(amount, sentence):
    with pytest.raises(receivables.NotAPayment, match=sentence):
        make_payment(make_counterparty(), amount)
    assert not Payment.objects.exists()


@pytest.mark.parametrize("amount", [12.5, "12,50", None, 12])
def test_only_a_decimal_is_an_amount(amount):
    with pytest.raises(receivables.NotAPayment, match="as a number"):
        receivables.receive_payment(
            make_counterparty(), amount, "EUR", today(), "bank", "", event=make_event(), on=today()
        )


@pytest.mark.parametrize("currency", ["eur", "EU", "", "E1R", "EURO"])
def test_what_is_no_currency_is_refused(currency):
    with pytest.raises(receivables.NotAPayment, match="three capital letters"):
        make_payment(make_counterparty(), currency=currency)


def test_a_payment_in_another_currency_than_its_order_is_refused():
    order = make_charged_order()
    with pytest.raises(receivables.NotAPayment, match="is in EUR"):
        make_payment(order.customer, currency="USD", order=order)
    assert not Payment.objects.exists()


def test_a_payment_from_the_future_is_refused():
    with pytest.raises(receivables.NotAPayment, match="in the future"):
        make_payment(make_counterparty(), received_on=today() + timedelta(days=1))


def test_an_unknown_way_of_paying_is_refused():
    with pytest.raises(receivables.NotAPayment, match="how the payment was made"):
        receivables.receive_payment(
            make_counterparty(), Decimal(1), "EUR", today(), "barter", "", event=make_event(), on=today()
        )


def test_a_payment_for_an_order_of_somebody_else_is_refused():
    order = make_charged_order()
    with pytest.raises(receivables.NotAPayment, match="another customer"):
        make_payment(make_counterparty(), order=order)


def test_a_cancelled_order_takes_no_payment():
    order = make_priced_order()
    Order.objects.filter(pk=order.pk).update(status="cancelled", version=2)
    with pytest.raises(receivables.NotAPayment, match="is cancelled"):
        make_payment(order.customer, order=Order.objects.get(pk=order.pk))


def test_a_payment_without_an_order_is_a_free_advance():
    customer = make_counterparty()
    payment = make_payment(customer, "12.34")
    assert payment.number.startswith("P-")
    assert free_advance(customer, "EUR") == Decimal("12.34")
    entry = ReceivableEntry.objects.get()
    assert (entry.kind, entry.amount, entry.payment, entry.day) == (
        "payment",
        Decimal("-12.34"),
        payment,
        payment.received_on,
    )
