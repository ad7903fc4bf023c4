"""Any sequence of charges, payments and ways back keeps the books of a customer true. Invariants 13-15, 22."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from billing.ledger import receivables
from billing.models import Allocation, Payment, ReceivableEntry
from billing.standing import balances, debt_of, free_advance, settled_on, standing_charge, tied_advance_of
from common.refusals import Refused
from tests.factories.billing import (
    Ordered,
    charge_order,
    make_event,
    make_payment,
    make_posted_act,
    make_priced_order,
    today,
)
from tests.factories.customers import make_counterparty
from tests.sizes import booking

amounts = st.integers(1, 20000).map(lambda units: str(Decimal(units).scaleb(-2)))
which = st.integers(0, 2)
steps = st.one_of(
    st.tuples(st.just("charge"), which),
    st.tuples(st.just("reverse"), which),
    st.tuples(st.just("free"), which),
    st.tuples(st.just("pay"), st.one_of(which, st.none()), amounts),
    st.tuples(st.just("use"), which, amounts),
)


@pytest.mark.django_db(transaction=False)
@booking(25)
@given(prices=st.lists(amounts, min_size=3, max_size=3), story=st.lists(steps, max_size=14))
def test_the_books_are_true_after_any_story(prices, story):
    with transaction.atomic():
        _tell(prices, story)
        transaction.set_rollback(True)  # the next example finds nothing


def _tell(prices, story):
    customer, event = make_counterparty(), make_event()
    orders = [make_priced_order(Ordered(price), customer=customer) for price in prices]
    for order in orders:
        make_posted_act(order, event=event)
    for verb, *details in story:
        with transaction.atomic():
            try:
                _do(verb, customer, orders, event, *details)
            except Refused:
                transaction.set_rollback(True)
        _look(customer, orders)
    _go_all_the_way_back(customer, orders, event)


def _do(verb, customer, orders, event, index, amount="0"):
    order = None if index is None else orders[index]
    if verb == "charge":
        if standing_charge(order) is None:
            charge_order(order, event=event)
    elif verb == "reverse":
        receivables.reverse_charge(order, event=event, on=today())
    elif verb == "free":
        receivables.free_advances(order, event=event, on=today())
    elif verb == "pay":
        make_payment(customer, amount, order=order, event=event)
    else:
        receivables.use_advance(customer, order, Decimal(amount), event=event)


def _look(customer, orders):
    paid = _sum(Payment.objects.filter(customer=customer))
    charged = sum((standing_charge(order).amount for order in orders if standing_charge(order)), Decimal(0))
    assert balances(customer).get("EUR", Decimal(0)) == charged - paid
    free, tied = free_advance(customer, "EUR"), sum(tied_advance_of(order) for order in orders)
    assert balances(customer).get("EUR", Decimal(0)) == sum(debt_of(order) for order in orders) - tied - free
    for order in orders:
        charge = standing_charge(order)
        assert 0 <= settled_on(order) <= (charge.amount if charge else 0)
        assert tied_advance_of(order) == 0 if charge else tied_advance_of(order) >= 0
    for payment in Payment.objects.filter(customer=customer):
        assert 0 <= _sum(payment.allocations) <= payment.amount


def _go_all_the_way_back(customer, orders, event):
    for order in orders:
        if standing_charge(order):
            receivables.reverse_charge(order, event=event, on=today())
        receivables.free_advances(order, event=event, on=today())
    assert _sum(ReceivableEntry.objects.filter(customer=customer, kind="charge")) == 0
    assert _sum(Allocation.objects.filter(order__in=orders)) == 0
    assert free_advance(customer, "EUR") == _sum(Payment.objects.filter(customer=customer))


def _sum(rows) -> Decimal:
    return rows.aggregate(total=Sum("amount"))["total"] or Decimal(0)
