"""Pages of billing: who may open them, what they say, what a technician never sees."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from billing.ledger import acts, receivables, sendings
from billing.models import ClosingDocument
from tests.factories.billing import (
    Ordered,
    charge_order,
    make_act,
    make_charged_order,
    make_event,
    make_payment,
    make_posted_act,
    make_priced_order,
    today,
)
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee

pytestmark = pytest.mark.django_db

CANARY = "7777.77"


@pytest.fixture
def accountant():
    return client_of(make_employee(roles=["accountant"]))


@pytest.fixture
def technician():
    return client_of(make_employee(roles=["technician"]))


def page(client, name, *args, **query):
    answer = client.get(reverse(f"billing:{name}", args=args), query)
    assert answer.status_code == 200
    return answer


def cost(client, name, *args) -> int:
    """How many statements the page takes, once the session is warm."""
    page(client, name, *args)
    with CaptureQueriesContext(connection) as captured:
        page(client, name, *args)
    return len(captured)


def text_of(answer) -> str:
    """What a person reads: without tags, single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_list_of_acts_shows_number_performer_work_and_amount(accountant):
    order = make_priced_order(Ordered("80.00", "2"), Ordered("5.00"))
    act = make_posted_act(order, performer=make_employee("Ada Smith", roles=["technician"]))
    said = text_of(page(accountant, "act_list"))
    for words in (act.number, order.number, "Ada Smith", "and 1 more", "165.00", "Posted", "1 act"):
        assert words in said


def test_a_technician_sees_acts_without_any_amount(technician):
    act = make_posted_act(make_priced_order(Ordered(CANARY)))
    answer = page(technician, "act_list")
    assert act.number in answer.content.decode()
    assert "777" not in answer.content.decode()
    assert all(shown.total is None and shown.lines[0].amount is None for shown in answer.context["acts"])


@pytest.mark.parametrize("name", ["balance_list", "document_list", "payment_list"])
def test_money_pages_are_shut_for_technicians_and_reviewers(name):
    for role in ("technician", "reviewer"):
        client = client_of(make_employee(roles=[role]))
        assert client.get(reverse(f"billing:{name}")).status_code == 403


def test_a_ledger_is_shut_for_technicians(technician):
    customer = make_charged_order(CANARY).customer
    answer = technician.get(reverse("billing:customer_ledger", args=[customer.pk]))
    assert answer.status_code == 403
    assert "777" not in answer.content.decode()


@pytest.fixture
def acts_of_every_state():
    """By state: a draft, a standing, a reversed act and its counter-act."""
    draft, posted, reversed_act = (
        make_act(make_priced_order()),
        *(make_posted_act(make_priced_order()) for _ in range(2)),
    )
    counter = acts.reverse(reversed_act, event=make_event(), on=today())
    return {"draft": draft, "posted": posted, "reversed": reversed_act, "counter": counter}


@pytest.mark.parametrize("state", ["draft", "posted", "reversed", "counter"])
def test_acts_are_filtered_by_state(accountant, acts_of_every_state, state):
    answer = page(accountant, "act_list", state=state)
    assert [(shown.pk, str(shown.state)) for shown in answer.context["acts"]] == [
        (acts_of_every_state[state].pk, state)
    ]


def test_an_act_and_its_counter_act_name_each_other(accountant, acts_of_every_state):
    said = text_of(page(accountant, "act_list"))
    assert f"reversed by {acts_of_every_state['counter'].number}" in said
    assert f"reverses {acts_of_every_state['reversed'].number}" in said


def test_acts_are_filtered_by_performer_period_and_number(accountant):
    ada = make_employee("Ada", roles=["technician"])
    wanted = make_posted_act(make_priced_order(), performer=ada, on=today() - timedelta(days=10))
    other = make_posted_act(make_priced_order())
    for query in (
        {"performer": ada.pk},
        {"until": (today() - timedelta(days=5)).isoformat()},
        {"q": wanted.number},
        {"q": wanted.order.number},
    ):
        answer = page(accountant, "act_list", **query)
        assert [shown.pk for shown in answer.context["acts"]] == [wanted.pk]
        assert len(answer.context["filters"].chips) == 1
    since = page(accountant, "act_list", since=today().isoformat())
    assert [shown.pk for shown in since.context["acts"]] == [other.pk]


@pytest.mark.parametrize(
    "query",
    [
        {"state": "lost"},
        {"performer": "x"},
        {"performer": "9" * 30},
        {"since": "yesterday"},
        {"page": "-1"},
        {"page": "zzz"},
        {"q": "\x00"},
    ],
)
def test_nonsense_in_the_address_filters_nothing(accountant, query):
    make_posted_act(make_priced_order())
    assert len(page(accountant, "act_list", **query).context["acts"]) == 1


@pytest.mark.parametrize("name", ["act_list", "balance_list", "document_list", "payment_list"])
def test_a_list_takes_as_many_statements_for_many_rows_as_for_one(accountant, name):
    def add():
        order = make_charged_order()
        make_payment(order.customer, "20.00", order=order)

    add()
    for_one = cost(accountant, name)
    for _ in range(7):
        add()
    assert cost(accountant, name) == for_one <= 10


def test_balances_show_debt_and_advance_by_currency(accountant):
    customer = make_counterparty(name="North Clinic")
    order = make_charged_order("100.00", customer=customer)
    make_payment(customer, "30.00", order=order)
    make_payment(customer, "45.00")
    make_payment(customer, "5.00", currency="USD")
    rows = page(accountant, "balance_list").context["balances"]
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
        rows = page(accountant, "balance_list", **query).context["balances"]
        assert [row.customer_name for row in rows] == names
    totals = page(accountant, "balance_list").context["totals"]
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
    assert cost(accountant, "customer_ledger", customer.pk) == for_few <= 12


def test_closing_documents_are_listed_without_what_they_say(accountant):
    orders = [make_charged_order(customer=make_counterparty(name=f"Clinic {n}")) for n in "ABC"]
    with CaptureQueriesContext(connection) as captured:
        answer = page(accountant, "document_list")
    assert not [query for query in captured if '"snapshot"' in query["sql"]]
    assert [row.customer.name for row in answer.context["listed"].rows] == [
        "Clinic C",
        "Clinic B",
        "Clinic A",
    ]
    number = ClosingDocument.objects.get(customer=orders[1].customer).number
    for query in ({"q": "clinic b"}, {"q": number}):
        assert [row.number for row in page(accountant, "document_list", **query).context["listed"].rows] == [
            number
        ]
    assert not page(accountant, "document_list", kind="correction").context["listed"].rows


def test_payments_are_listed_with_what_is_left_of_them(accountant):
    order = make_charged_order("30.00")
    payment = make_payment(order.customer, "100.00", order=order)
    answer = page(accountant, "payment_list")
    assert answer.context["rows"] == [(payment, Decimal(70), False)]
    for query in ({"q": payment.reference}, {"q": payment.number}, {"method": "bank"}):
        assert len(page(accountant, "payment_list", **query).context["rows"]) == 1
    assert page(accountant, "payment_list", method="cash").context["rows"] == []


def test_a_long_list_is_paged_by_fifty(accountant):
    customer = make_counterparty()
    for _ in range(51):
        make_payment(customer, "1.00")
    first, second = page(accountant, "payment_list"), page(accountant, "payment_list", page=2)
    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 1)
    assert "51 payments" in text_of(first)


def test_empty_lists_say_what_to_do_first(accountant):
    for name, words in (
        ("act_list", "No act has been made yet"),
        ("balance_list", "Nothing has been charged or paid yet"),
        ("document_list", "No closing document has been issued yet"),
        ("payment_list", "No payment has been recorded yet"),
    ):
        assert words in text_of(page(accountant, name))
        assert "Clear a filter" in text_of(page(accountant, name, q="nothing like it"))


def test_charging_again_after_a_reversal_shows_both_documents(accountant):
    order = make_charged_order()
    receivables.reverse_charge(order, event=make_event(), on=today())
    second = charge_order(order)
    assert second.number in text_of(page(accountant, "customer_ledger", order.customer_id))


def test_balances_say_since_when_the_oldest_debt_waits_red_once_it_was_due(accountant):
    late, early = make_counterparty(name="Late"), make_counterparty(name="Early")
    make_charged_order("10.00", customer=late, on=today() - timedelta(days=30))
    make_charged_order("20.00", customer=late, on=today() - timedelta(days=2))
    make_charged_order("90.00", customer=early, on=today() - timedelta(days=14))
    make_payment(make_counterparty(name="Ahead"), "5.00")
    answer = page(accountant, "balance_list")
    days = {row.customer_name: (wait and wait.days(today())) for row, wait, _days in answer.context["rows"]}
    assert days == {"Ahead": None, "Early": 14, "Late": 30}
    assert re.findall(r'class="alarm"\s+title="[^"]*"\s*>\s*(\d+) days', answer.content.decode()) == ["30"]

    def named(sort):
        return [row.customer_name for row in page(accountant, "balance_list", sort=sort).context["balances"]]

    assert named("oldest") == ["Late", "Early", "Ahead"]
    assert named("-oldest") == ["Ahead", "Early", "Late"]
    assert named("-balance") == ["Early", "Late", "Ahead"]
    assert named("-name") == ["Late", "Early", "Ahead"]
    assert named("nonsense") == ["Ahead", "Early", "Late"]


def test_documents_say_by_when_to_pay_and_whether_they_were_sent(accountant):
    for _ in range(2):
        make_charged_order()
    sent, waiting = ClosingDocument.objects.order_by("pk")
    sendings.send([sent], "post", today(), event=make_event("mark_sent"))
    said = text_of(page(accountant, "document_list"))
    assert "by post, " in said
    assert "not sent Mark as sent" in said
    for asked, found in (("yes", sent), ("no", waiting)):
        rows = page(accountant, "document_list", sent=asked).context["listed"].rows
        assert [row.number for row in rows] == [found.number]
