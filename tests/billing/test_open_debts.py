"""What is open of charges is kept beside the books, and is what they say after whatever happens to money."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.ledger import receivables
from billing.ledger.open_debts import read_from_books
from billing.models import OpenDebt, Payment, ReceivableEntry
from billing.owed import late_orders, owed, owed_orders
from billing.revenue import debts_by_age
from tests.billing.receivables.booking import reverse_charge
from tests.factories.billing import make_charged_order, make_event, make_payment, today
from tests.factories.customers import make_counterparty

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer():
    return make_counterparty()


@pytest.fixture
def order(customer):
    """100.00, due fourteen days ago."""
    charged = make_charged_order("100.00", customer=customer, on=today() - timedelta(days=40))
    assert kept()
    return charged


def kept() -> dict[int, Decimal]:
    """By order, what is kept as open; it is what the books say."""
    found = {debt.order_id: (debt.charge_id, debt.amount, debt.due_on) for debt in OpenDebt.objects.all()}
    booked = read_from_books(ReceivableEntry.objects.all())
    assert found == {debt.order_id: (debt.charge_id, debt.amount, debt.due_on) for debt in booked}
    return {order: amount for order, (_charge, amount, _due_on) in found.items()}


def pay(customer, amount, *parts):
    parts = [(order, Decimal(part)) for order, part in parts]
    return receivables.receive_payment(
        customer, Decimal(amount), "EUR", today(), Payment.Method.BANK, "", parts=parts,
        event=make_event("record_payment"), on=today(),
    )  # fmt: skip


def test_it_shrinks_goes_and_comes_back(customer, order):
    assert kept() == {order.pk: 100}
    pay(customer, "30", (order, "30"))
    assert kept() == {order.pk: 70}
    rest = pay(customer, "70", (order, "70"))
    assert kept() == {}
    receivables.reverse_payment(rest, event=make_event("reverse_payment"), on=today())
    assert kept() == {order.pk: 70}
    reverse_charge(order)
    assert kept() == {}


def test_an_advance_settles_at_once_and_later(customer, order):
    make_payment(customer, "45")
    assert kept() == {order.pk: 100}, "a free advance settles nothing"
    receivables.pay_from_advance(customer, "EUR", [(order, Decimal(45))], event=make_event("use_advance"))
    assert kept() == {order.pk: 55}


def test_a_charge_of_nothing_is_not_open(customer):
    make_charged_order("0.00", customer=customer)
    assert kept() == {}


def test_who_owes_is_asked_of_it(customer, order):
    fresh = make_charged_order("5.00", customer=customer)
    assert set(owed_orders().values_list("order", flat=True)) == {order.pk, fresh.pk}
    due = {debt.order_id: debt.due_on for debt in OpenDebt.objects.all()}
    assert due[order.pk] < today() <= due[fresh.pk]
    assert set(late_orders(today()).values_list("order", flat=True)) == {order.pk}
    assert {(one.is_late, one.count, one.open) for one in owed(today())} == {(True, 1, 100), (False, 1, 5)}
    assert debts_by_age(today()) == {("EUR", "to_30"): 100, ("EUR", "not_due"): 5}


def test_many_orders_take_as_many_statements_as_one(customer):
    orders = [make_charged_order("10.00", customer=customer) for _each in range(5)]
    took = []
    for paid in (orders[:1], orders[1:]):
        with CaptureQueriesContext(
            connection,
        ) as told:
            pay(customer, "100", *((order, "4") for order in paid))
        took.append([one["sql"] for one in told if "billing_opendebt" in one["sql"]])
    assert len(took[0]) == len(took[1]) == 2
    assert set(kept().values()) == {6}
