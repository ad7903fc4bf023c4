"""An advance pays for an order."""

from datetime import timedelta
from decimal import Decimal

import pytest

from billing.ledger import receivables
from billing.models import Allocation
from billing.standing import (
    debt_of,
    free_advance,
    tied_advance_of,
)
from tests.billing.receivables.booking import ZERO, make_produced_order, use_advance
from tests.factories.billing import (
    make_charged_order,
    make_payment,
    today,
)

pytestmark = pytest.mark.django_db


def test_an_advance_is_used_for_a_debt_oldest_payment_first():
    order = make_charged_order("100.00")
    newer = make_payment(order.customer, "70.00")
    older = make_payment(order.customer, "50.00", received_on=today() - timedelta(days=3))
    use_advance(order, "80.00")
    assert debt_of(order) == Decimal(20)
    assert [(a.payment, a.amount) for a in Allocation.objects.all()] == [
        (older, Decimal(50)),
        (newer, Decimal(30)),
    ]
    assert free_advance(order.customer, "EUR") == Decimal(40)


def test_an_advance_used_before_the_charge_is_tied_to_the_order():
    order = make_produced_order()
    make_payment(order.customer, "70.00")
    use_advance(order, "70.00")
    assert (tied_advance_of(order), free_advance(order.customer, "EUR")) == (Decimal(70), ZERO)


def test_no_more_advance_is_used_than_there_is():
    order = make_charged_order()
    make_payment(order.customer, "10.00")
    with pytest.raises(receivables.NotEnoughAdvance, match=r"only 10\.00 EUR"):
        use_advance(order, "10.01")
    assert not Allocation.objects.exists()


def test_no_more_advance_is_used_than_is_open():
    order = make_charged_order("20.00")
    make_payment(order.customer, "100.00")
    with pytest.raises(receivables.MoreThanOpen, match=r"Only 20\.00 EUR is open"):
        use_advance(order, "20.01")
    assert not Allocation.objects.exists()


def test_an_advance_in_another_currency_does_not_count():
    order = make_charged_order()
    make_payment(order.customer, "100.00", currency="USD")
    with pytest.raises(receivables.NotEnoughAdvance):
        use_advance(order, "1.00")
