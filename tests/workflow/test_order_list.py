"""The order list: what it shows to whom, how it is narrowed, sorted and paged, and what it costs."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.lists import paging
from common.lists.asked import read
from lab.lists import viewer_of
from orders.models import Marker, Order
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_contact, make_counterparty
from tests.factories.lab import client_of, make_cause, make_employee
from tests.factories.orders import make_line, make_order, make_technician
from tests.workflow.order_lists import URL, due, listed, shown
from workflow.drawing_up.drafts import PatientDetails
from workflow.life.submit_order import submit_order
from workflow.pages.order_table import ORDERS

pytestmark = [pytest.mark.each_database, pytest.mark.django_db]


@pytest.fixture
def client():
    return client_of(make_employee(roles=["manager"]))


def test_a_row_says_what_the_order_is(client):
    contact = make_contact(name="Dr Iris Winter", counterparty=make_counterparty(name="North Clinic"))
    lines = [
        make_line(make_service(name=name), quantity=quantity)
        for name, quantity in [("Crown", "3"), ("Model", "1"), ("Wax-up", "1")]
    ]
    order = make_order(
        *lines,
        customer=contact.counterparty,
        contact_id=contact.pk,
        patient=PatientDetails(kind="animal", name="Bella", species="dog"),
        marker_ids=(Marker.objects.create(name="Fitting", colour="blue").pk,),
        due_on=due(4),
    )
    submit_order(order.pk, make_cause(), awaited="biomaterial", expected_on=due(2))
    row = client.get(URL).context["rows"][0]
    assert (row.state_label, row.customer, row.customer_exact, row.patient, row.patient_note) == (
        "Pending",
        "North Clinic",
        "North Clinic · Dr Iris Winter",
        "Bella",
        "dog",
    )
    assert row.awaited.startswith("biomaterial, expected ")
    assert (row.services, row.services_more) == ("3 × Crown, Model", "+1")
    assert row.services_exact == "3 × Crown, Model, Wax-up"
    assert row.markers == [("Fitting", "blue")]
    assert (row.due_note, row.is_overdue) == ("in 4 days", False)
    assert (row.price, row.price_note) == ("500.00", "preliminary")
    assert row.payment == ""  # nobody owes it yet


def test_a_final_price_takes_the_place_of_the_preliminary_one(client):
    make_order(status=Status.PRODUCED)
    row = client.get(URL).context["rows"][0]
    assert (row.price, row.price_note) == ("100.00", "")
    assert "preliminary" not in shown(client)


def test_a_cancelled_order_names_neither_price_nor_payment(client):
    """Nobody owes anything for it; an unpaid price beside it would read like a debt."""
    order = make_order(make_line(), status=Status.CANCELLED)
    (row,) = client.get(URL, {"status": "cancelled"}).context["rows"]
    assert (row.number, row.price, row.price_note, row.payment) == (order.number, "", "", "")


def test_overdue_is_said_in_words_and_only_of_orders_still_to_be_made(client):
    late, made = make_order(due_on=due(0)), make_order(status=Status.PRODUCED, due_on=due(0))
    Order.objects.filter(pk__in=[late.pk, made.pk]).update(due_on=due(-2))
    rows = {row.number: row for row in client.get(URL).context["rows"]}
    assert (rows[late.number].due_note, rows[late.number].is_overdue) == ("2 days late", True)
    assert (rows[made.number].due_note, rows[made.number].is_overdue) == ("", False)


@pytest.mark.parametrize(
    ("role", "prices", "payments"),
    [
        ("manager", True, True),
        ("accountant", True, True),
        ("reviewer", True, False),
        ("technician", False, False),
    ],
)
def test_money_is_left_out_for_those_who_may_not_see_it(role, prices, payments):
    line = make_line(unit_price=Decimal("4321.09"), performer=make_technician())
    make_order(line, status=Status.REALIZED)
    answer = client_of(make_employee(roles=[role])).get(URL, {"status": "realized"})
    assert ("4,321.09" in answer.content.decode()) == prices
    assert ('<span class="tag tag-caution">Unpaid' in answer.content.decode()) == payments
    row = answer.context["rows"][0]
    assert (bool(row.price), bool(row.payment)) == (prices, payments)


@pytest.mark.parametrize("sort", ["", "number", "due", "-due"])
@pytest.mark.parametrize(
    "filtered", ["&status=all", "&status=open", "&drawn_from=2020-01-01", "&due_from=2020-01-01"]
)
def test_pages_go_forth_and_back_without_a_gap_or_a_repeat(client, monkeypatch, sort, filtered):
    monkeypatch.setattr(paging, "PAGE", 3)
    for place in range(8):
        make_order(due_on=due(place * 5 % 4))
    query = f"?sort={sort}{filtered}"
    monkeypatch.setattr(paging, "PAGE", 50)
    whole = listed(client, query)
    monkeypatch.setattr(paging, "PAGE", 3)
    assert len(whole) == 8

    forth, addresses = [], [query]
    while addresses[-1]:
        answer = client.get(URL + addresses[-1])
        forth.append([row.number for row in answer.context["rows"]])
        addresses.append(answer.context["older_url"])
    assert [number for page in forth for number in page] == whole

    back = []
    address = client.get(URL + addresses[-2]).context["newer_url"]
    while address:
        answer = client.get(URL + address)
        back.insert(0, [row.number for row in answer.context["rows"]])
        address = answer.context["newer_url"]
    assert [number for page in back for number in page] == whole[: len(whole) - len(forth[-1])]


def test_an_order_without_a_due_date_comes_last_when_sorted_by_it(client):
    undated, dated = make_order(), make_order()
    Order.objects.filter(pk=undated.pk).update(due_on=None)
    assert listed(client, "?sort=due") == [dated.number, undated.number]


def test_the_count_is_exact_up_to_a_limit_and_then_says_more(client, monkeypatch):
    for _place in range(3):
        make_order()
    assert "3 orders" in shown(client)
    monkeypatch.setattr("workflow.pages.order_counts.COUNTED", 2)
    assert "2+ orders" in shown(client, "?status=drafting")
    assert "3 orders" in shown(client, client.get(URL, {"status": "drafting"}).context["count_url"])


def test_an_empty_list_says_what_to_do_first(client):
    assert "Draw up the first one" in shown(client)
    assert "A manager draws them up" in shown(client_of(make_employee(roles=["technician"])))
    make_order()
    assert "No order is like that" in shown(client, "?q=nobody")


def test_htmx_gets_the_rows_alone_and_a_returning_browser_the_whole_page(client):
    make_order()
    rows = shown(client, **{"HX-Request": "true"})
    assert re.match(r'\s*<div\s+id="list"', rows)
    assert "<html" in shown(client, **{"HX-Request": "true", "HX-History-Restore-Request": "true"})


def test_the_address_that_htmx_leaves_behind_holds_only_what_was_asked(client):
    typed = {"q": "bella", "customer": "", "due": "week", "was": "open", "sort": "", "before": "9"}
    answer = client.get(URL, typed, headers={"HX-Request": "true"})
    assert answer["HX-Push-Url"] == "/orders/?status=all&q=bella&due=week&before=9"
    answer = client.get(URL, {"q": "", "was": "all"}, headers={"HX-Request": "true"})
    assert answer["HX-Push-Url"] == "/orders/?status=all"


@pytest.mark.parametrize(
    "query",
    [
        "?status=x&sort=pk&due=y&customer=z&performer=-1&marker=" + "9" * 60,
        "?before=x&after=" + "9" * 40,
        "?before=0",
        "?after=0&before=99999999999",
        "?sort=due&before=123456789",
        "?sort=due&before=0001-01-01_1",
        "?sort=due&before=2026-02-31_1&view=usual",
        "?drawn_from=2020-01-01&before=2026-02-03T04:05_7",
        "?due_from=2026-02-31&due_to=x&drawn_from=0001-01-01&drawn_to=9999-12-31",
        "?q=" + "%00" * 5 + "%25_%27%22" + "a%20" * 400,
        "?customer__name=x&_connector=OR&sort=-status&sort=customer__name",
    ],
)
def test_nonsense_in_the_address_is_no_error(client, query):
    make_order()
    assert client.get(URL + query).status_code == 200


def test_what_was_typed_is_escaped_wherever_it_is_shown(client):
    make_order(patient=PatientDetails(name="<b>Bella</b>"))
    page = shown(client, "?q=<b>")
    assert "<b>" not in page
    assert "&lt;b&gt;Bella" in page


def test_at_most_thirteen_queries_however_many_rows(client):
    marker = Marker.objects.create(name="Fitting")
    counts = []
    client.get(URL)
    for more in (1, 12):
        for _place in range(more):
            make_order(make_line(), make_line(), marker_ids=(marker.pk,))
        with CaptureQueriesContext(connection) as asked:
            client.get(URL, {"q": "clinic", "customer": "", "sort": "due"})
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 13


def test_the_currency_stands_in_the_head_once_or_where_they_differ_beside_each_price():
    manager = client_of(make_employee(roles=["manager"]))
    make_order()
    assert "Price, EUR" in manager.get("/orders/").content.decode()
    line = make_line(make_service(price=Decimal(250), currency="JPY"))
    make_order(line, customer=make_counterparty(currency="JPY"))
    page = manager.get("/orders/").content.decode()
    assert "Price, " not in page
    assert "250 JPY" in page
    assert "100.00 EUR" in page


def test_open_orders_are_sorted_along_an_index_that_holds_no_others():
    """Where the index of all orders would do as well, the database reads through all that is closed."""
    viewer = viewer_of(make_employee(roles=["manager"]))
    asked = read(ORDERS, {"status": "open"}, viewer)
    indexes = [index for index in Order._meta.indexes if asked.order.key in index.expressions]
    assert [(index.name, index.condition is not None) for index in indexes] == [("order_open_by_due", True)]
