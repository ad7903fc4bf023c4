"""Statements of account: opening, entries, closing and ages of any period, read in a fixed number of queries."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from billing.ageing import Ages
from billing.ledger import receivables
from billing.statements import ages, ledger_totals, statements
from customers.models import Counterparty
from tests.factories.billing import (
    Ordered,
    charge_order,
    make_charged_order,
    make_event,
    make_payment,
    make_posted_act,
    make_priced_order,
    today,
)
from tests.factories.customers import make_counterparty

pytestmark = pytest.mark.django_db


def ago(days: int):
    return today() - timedelta(days=days)


def then(days: int, verb="test"):
    noon = timezone.make_aware(datetime.combine(ago(days), datetime.min.time().replace(hour=12)))
    return make_event(verb, at=noon)


def make_story(customer) -> None:
    """Charged 100.00 fifty days ago and paid in part, charged and taken back 60.00, an advance of 7.00."""
    first = make_charged_order("100.00", customer=customer, on=ago(50), event=then(50))
    make_payment(customer, "40.00", order=first, received_on=ago(20), event=then(20))
    second = make_priced_order(Ordered("60.00"), customer=customer)
    make_posted_act(second)
    charge_order(second, on=ago(15), event=then(15))
    receivables.reverse_charge(second, event=then(13), on=ago(13))
    make_payment(customer, "7.00", received_on=ago(10), event=then(10))


def one(customer, since, until):
    (statement,) = statements([customer], since, until)
    return statement


def test_a_statement_opens_where_the_last_one_closed_and_tells_every_entry():
    customer = make_counterparty()
    make_story(customer)
    before, after = one(customer, ago(60), ago(16)), one(customer, ago(15), today())
    assert (before.opening, before.closing, after.opening, after.closing) == (0, 60, 60, 53)
    assert [(line.entry.amount, line.balance) for line in before.lines] == [(100, 100), (-40, 60)]
    assert [(line.entry.amount, line.balance) for line in after.lines] == [(60, 120), (-60, 60), (-7, 53)]


@pytest.mark.parametrize(
    ("days", "then_stood"),
    [
        (51, None),
        (50, Ages(not_due=Decimal(100))),
        (36, Ages(not_due=Decimal(100))),
        (35, Ages(to_30=Decimal(100))),
        (20, Ages(to_30=Decimal(60))),
        (15, Ages(to_30=Decimal(60), not_due=Decimal(60))),
        (13, Ages(to_30=Decimal(60))),
        (10, Ages(to_30=Decimal(60), advance=Decimal(7))),
        (0, Ages(to_60=Decimal(60), advance=Decimal(7))),
    ],
)
def test_the_ages_of_any_past_day_are_those_that_stood_then(days, then_stood):
    customer = make_counterparty()
    make_story(customer)
    stood = ages([customer], ago(days)).get((customer.pk, "EUR"))
    assert stood == then_stood
    assert (stood or Ages()).balance == ledger_totals(ago(days)).get("EUR", 0)


def test_a_payment_that_was_recorded_late_is_an_advance_until_it_was_recorded():
    customer = make_counterparty()
    order = make_charged_order("100.00", customer=customer, on=ago(30), event=then(30))
    make_payment(customer, "100.00", order=order, received_on=ago(9), event=then(5))
    assert ages([customer], ago(7))[customer.pk, "EUR"] == Ages(to_30=Decimal(100), advance=Decimal(100))
    assert ages([customer], ago(5))[customer.pk, "EUR"] == Ages()


def test_what_is_open_is_named_with_its_due_day_the_oldest_first():
    customer = make_counterparty(payment_days=5)
    late = make_charged_order("10.00", customer=customer, on=ago(50), event=then(50))
    later = make_charged_order("20.00", customer=customer, on=ago(3), event=then(3))
    said = one(customer, ago(60), today())
    assert [(item.charge.order, item.open, item.charge.due_on) for item in said.open] == [
        (late.pk, 10, ago(45)),
        (later.pk, 20, ago(-2)),
    ]


def test_currencies_do_not_mix_and_customers_stand_by_name():
    first, second = make_counterparty(name="Álvarez"), make_counterparty(name="Zoe")
    for customer, currency in ((second, "EUR"), (first, "USD"), (first, "EUR")):
        make_charged_order("10.00", customer=customer, currency=currency)
    told = statements(Counterparty.objects.all(), ago(1), today())
    assert [(one.customer.name, one.currency, one.closing) for one in told] == [
        ("Álvarez", "EUR", 10), ("Álvarez", "USD", 10), ("Zoe", "EUR", 10),
    ]  # fmt: skip


def test_all_statements_together_come_to_the_ledger():
    for _ in range(3):
        make_story(make_counterparty())
    for days in (45, 20, 14, 0):
        told = list(statements(Counterparty.objects.all(), ago(60), ago(days)))
        assert sum(one.closing for one in told) == sum(one.ages.balance for one in told)
        assert sum(one.closing for one in told) == ledger_totals(ago(days))["EUR"]


def test_statements_of_many_customers_take_as_many_queries_as_that_of_one():
    make_story(make_counterparty())
    with CaptureQueriesContext(connection) as for_one:
        list(statements(Counterparty.objects.all(), ago(30), today()))
    for _ in range(4):
        make_story(make_counterparty())
    with CaptureQueriesContext(connection) as for_many:
        assert len(list(statements(Counterparty.objects.all(), ago(30), today()))) == 5
    assert len(for_one) == len(for_many) == 6
