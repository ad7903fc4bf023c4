"""Ledgers and balances as pages."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from billing.ledger import payments, receivables
from tests.billing.pages import cost, page, text_of
from tests.factories.billing import (
    make_charged_order,
    make_event,
    make_payment,
    today,
)
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee
from tests.lab.lists import read_csv, read_workbook

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def accountant():
    return client_of(make_employee(roles=["accountant"]))


def balances(answer):
    return [row.balance for row in answer.context["rows"]]


def test_balances_show_debt_and_advance_by_currency(accountant):
    customer = make_counterparty(name="North Clinic")
    order = make_charged_order("100.00", customer=customer)
    make_payment(customer, "30.00", order=order)
    make_payment(customer, "45.00")
    make_payment(customer, "5.00", currency="USD")
    rows = balances(page(accountant, "balance_list"))
    assert [(row.currency, row.debt, row.advance, row.balance) for row in rows] == [
        ("EUR", Decimal(70), Decimal(45), Decimal(25)),
        ("USD", Decimal(0), Decimal(5), Decimal(-5)),
    ]


def test_balances_are_searched_and_filtered_by_side(accountant):
    owing, holding = make_counterparty(name="Owing"), make_counterparty(name="Holding")
    make_charged_order("10.00", customer=owing)
    make_payment(holding, "5.00")
    even = make_charged_order("7.00", customer=make_counterparty(name="Even"))
    make_payment(even.customer, "7.00", order=even)
    for query, names in (
        ({"q": "owi"}, ["Owing"]),
        ({"side": "owes"}, ["Owing"]),
        ({"side": "advance"}, ["Holding"]),
        ({"side": "even"}, ["Even"]),
        ({}, ["Even", "Holding", "Owing"]),
    ):
        rows = balances(page(accountant, "balance_list", **query))
        assert [row.customer_name for row in rows] == names
    totals = [row.balance for row in page(accountant, "balance_list").context["totals"]]
    assert [(row.currency, row.debt, row.advance) for row in totals] == [("EUR", Decimal(10), Decimal(5))]


def make_story(customer):
    """A charge, a part payment, a charge reversed, an advance."""
    first = make_charged_order("100.00", customer=customer, on=today() - timedelta(days=20))
    make_payment(customer, "40.00", order=first, received_on=today() - timedelta(days=15))
    second = make_charged_order("60.00", customer=customer, on=today() - timedelta(days=10))
    receivables.reverse_charge(second, event=make_event(), on=today() - timedelta(days=5))
    make_payment(customer, "7.00", received_on=today() - timedelta(days=1))
    return first, second


def test_the_ledger_carries_the_balance_from_entry_to_entry(accountant):
    customer = make_counterparty()
    first, second = make_story(customer)
    rows = page(accountant, "customer_ledger", customer.pk).context["rows"]
    assert [(row.charged, row.paid, row.balance, row.orders) for row in reversed(rows)] == [
        (Decimal(100), None, Decimal(100), [first.number]),
        (None, Decimal(40), Decimal(60), [first.number]),
        (Decimal(60), None, Decimal(120), [second.number]),
        (Decimal(-60), None, Decimal(60), [second.number]),
        (None, Decimal(7), Decimal(53), []),
    ]


def test_a_payment_that_was_reversed_is_no_advance(accountant):
    customer = make_counterparty()
    make_payment(customer, "7.00")
    payments.reverse_payment(make_payment(customer, "9.00"), event=make_event(), on=today())
    said = text_of(page(accountant, "customer_ledger", customer.pk))
    assert said.count("Payment Bank transfer reversed P-") == 1
    assert said.count("Payment Bank transfer advance P-") == 1


def test_the_balance_sheet_of_a_period_opens_where_the_last_one_closed(accountant):
    customer = make_counterparty()
    make_story(customer)
    split = today() - timedelta(days=12)
    before = page(accountant, "customer_ledger", customer.pk, until=split.isoformat()).context
    after = page(
        accountant, "customer_ledger", customer.pk, since=(split + timedelta(days=1)).isoformat()
    ).context
    assert before["sheets"][0].closing == after["sheets"][0].opening == Decimal(60)
    assert (after["sheets"][0].charged, after["sheets"][0].paid) == (Decimal(0), Decimal(7))
    assert after["rows"][0].balance == after["sheets"][0].closing == Decimal(53)
    assert before["rows"][0].balance == Decimal(60)


def test_currencies_do_not_mix_in_a_ledger(accountant):
    customer = make_counterparty()
    make_charged_order("10.00", customer=customer)
    make_charged_order("20.00", customer=customer, currency="USD")
    context = page(accountant, "customer_ledger", customer.pk).context
    assert [(sheet.currency, sheet.closing) for sheet in context["sheets"]] == [
        ("EUR", Decimal(10)),
        ("USD", Decimal(20)),
    ]
    only = page(accountant, "customer_ledger", customer.pk, currency="USD").context
    assert [(row.entry.currency, row.balance) for row in only["rows"]] == [("USD", Decimal(20))]


def test_a_customer_without_entries_has_an_empty_ledger_and_an_unknown_one_none(accountant):
    said = text_of(page(accountant, "customer_ledger", make_counterparty().pk))
    assert "Nothing has been charged or paid yet" in said
    assert accountant.get(reverse("billing:customer_ledger", args=[999999])).status_code == 404


def test_a_ledger_takes_as_many_statements_for_many_entries_as_for_few(accountant):
    customer = make_counterparty()
    make_story(customer)
    for_few = cost(accountant, "customer_ledger", customer.pk)
    for _ in range(5):
        make_story(customer)
    assert cost(accountant, "customer_ledger", customer.pk) == for_few <= 15


def test_balances_say_since_when_the_oldest_debt_waits_red_once_it_was_due(accountant):
    late, early = make_counterparty(name="Late"), make_counterparty(name="Early")
    make_charged_order("10.00", customer=late, on=today() - timedelta(days=30))
    make_charged_order("20.00", customer=late, on=today() - timedelta(days=2))
    make_charged_order("90.00", customer=early, on=today() - timedelta(days=14))
    make_payment(make_counterparty(name="Ahead"), "5.00")
    answer = page(accountant, "balance_list")
    days = {row.balance.customer_name: row.days for row in answer.context["rows"]}
    assert days == {"Ahead": None, "Early": 14, "Late": 30}
    assert re.findall(r'class="alarm"\s+title="[^"]*"\s*>\s*(\d+) days', answer.content.decode()) == ["30"]

    def named(sort):
        return [row.customer_name for row in balances(page(accountant, "balance_list", sort=sort))]

    assert named("oldest") == ["Late", "Early", "Ahead"]
    assert named("-oldest") == ["Ahead", "Early", "Late"]
    assert named("-balance") == ["Early", "Late", "Ahead"]
    assert named("-name") == ["Late", "Early", "Ahead"]
    assert named("nonsense") == ["Ahead", "Early", "Late"]


def test_balances_ledgers_and_statements_are_taken_along_as_files(accountant):
    customer = make_counterparty(name="=North & Co")
    first, _second = make_story(customer)
    address = reverse("billing:balance_list")
    head, row = read_csv(accountant.get(address, {"format": "csv"}))
    assert dict(zip(head, row, strict=True)) == {
        "Customer": "'=North & Co",
        "Oldest unpaid": (today() - timedelta(days=20)).isoformat(),
        "Debt": "60.00",
        "Currency": "EUR",
        "Advances": "7.00",
        "Balance": "53.00",
    }
    book = read_workbook(accountant.get(address, {"format": "xlsx"}))
    assert book[1][2:] == [60, "EUR", 7, 53]
    ledger = reverse("billing:customer_ledger", args=[customer.pk])
    head, *rows = read_csv(accountant.get(ledger, {"format": "csv", "sort": "day"}))
    assert head == ["Date", "Entry", "Order", "Paper", "Charged", "Currency", "Paid", "Balance"]
    assert [row[-1] for row in rows] == ["100.00", "60.00", "120.00", "60.00", "53.00"]
    assert rows[0][2] == first.number
    assert rows[3][1] == "Charge reversed"
    head, row = read_csv(accountant.get(reverse("billing:statement_list"), {"format": "csv"}))
    assert dict(zip(head, row, strict=True))["Balance"] == "53.00"


def test_the_balances_of_many_customers_cost_what_those_of_few_do(accountant, monkeypatch):
    monkeypatch.setattr("common.lists.paging.PAGE", 3)
    for name in ("Ada", "Bea"):
        make_story(make_counterparty(name=name))
    few = {sort: cost(accountant, "balance_list", sort=sort) for sort in ("", "oldest", "-balance")}
    for name in ("Cid", "Dan", "Eve"):
        make_story(make_counterparty(name=name))
    assert all(cost(accountant, "balance_list", sort=sort) <= most <= 15 for sort, most in few.items())
    assert len(balances(page(accountant, "balance_list"))) == 3  # no more than a page is summed
    assert page(accountant, "balance_list").context["totals"] == []  # the others stand on other pages
