"""Pages of billing: who may open them, what they say, what a technician never sees."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from billing.ledger import acts, receivables, sendings
from billing.models import ClosingDocument
from tests.billing.pages import cost, page, text_of
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

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

CANARY = "7777.77"


@pytest.fixture
def accountant():
    return client_of(make_employee(roles=["accountant"]))


@pytest.fixture
def technician():
    return client_of(make_employee(roles=["technician"]))


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
    assert all(shown.total is None and shown.lines[0].amount is None for shown in answer.context["rows"])


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
    assert [(shown.pk, str(shown.state)) for shown in answer.context["rows"]] == [
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
        assert [shown.pk for shown in answer.context["rows"]] == [wanted.pk]
        assert len(answer.context["chips"]) == 1
    since = page(accountant, "act_list", since=today().isoformat())
    assert [shown.pk for shown in since.context["rows"]] == [other.pk]


@pytest.mark.parametrize(
    "query",
    [
        {"state": "lost"},
        {"performer": "x"},
        {"performer": "9" * 30},
        {"since": "yesterday"},
        {"before": "-1"},
        {"after": "zzz_7"},
        {"q": "\x00"},
    ],
)
def test_nonsense_in_the_address_filters_nothing(accountant, query):
    make_posted_act(make_priced_order())
    assert len(page(accountant, "act_list", **query).context["rows"]) == 1


@pytest.mark.parametrize("name", ["act_list", "balance_list", "document_list", "payment_list"])
def test_a_list_takes_as_many_statements_for_many_rows_as_for_one(accountant, name):
    def add():
        order = make_charged_order()
        make_payment(order.customer, "20.00", order=order)

    add()
    for_one = cost(accountant, name)
    for _ in range(7):
        add()
    assert cost(accountant, name) == for_one <= 11


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
    first = page(accountant, "payment_list")
    second = accountant.get(reverse("billing:payment_list") + first.context["older_url"])
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


def test_documents_say_by_when_to_pay_and_whether_they_were_sent(accountant):
    for _ in range(2):
        make_charged_order()
    sent, waiting = ClosingDocument.objects.order_by("pk")
    sendings.send([sent], "post", today(), event=make_event("mark_sent"))
    said = text_of(page(accountant, "document_list"))
    assert "by post" in said
    assert "not sent Mark as sent" in said
    for asked, found in (("yes", sent), ("no", waiting)):
        rows = page(accountant, "document_list", sent=asked).context["listed"].rows
        assert [row.number for row in rows] == [found.number]
