"""The order list: what it shows to whom, how it is narrowed, sorted and paged, and what it costs."""

import re
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from orders.models import Marker, Order
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_contact, make_counterparty
from tests.factories.lab import client_of, make_cause, make_employee
from tests.factories.orders import make_line, make_order, make_technician
from workflow.drawing_up.drafts import PatientDetails
from workflow.life.submit_order import submit_order
from workflow.pages import order_paging

pytestmark = pytest.mark.django_db
URL = "/orders/"


@pytest.fixture
def client():
    return client_of(make_employee(roles=["manager"]))


def listed(client, query="") -> list[str]:
    """The numbers of the orders on the page, from top to bottom."""
    answer = client.get(URL + query)
    assert answer.status_code == 200
    return [row.number for row in answer.context["rows"]]


def shown(client, query="", **headers) -> str:
    return client.get(URL + query, headers=headers).content.decode()


def due(days: int):
    return timezone.localdate() + timedelta(days=days)


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
    assert (row.state_label, row.customer, row.contact, row.patient, row.patient_note) == (
        "Pending",
        "North Clinic",
        "Dr Iris Winter",
        "Bella",
        "dog",
    )
    assert row.awaited.startswith("biomaterial, expected ")
    assert (row.services, row.services_more) == ("3 × Crown, Model", "and 1 more")
    assert row.markers == [("Fitting", "blue")]
    assert (row.due_note, row.is_overdue) == ("in 4 days", False)
    assert (row.price, row.price_note) == ("500.00", "preliminary")
    assert row.payment == "Unpaid"


def test_a_final_price_takes_the_place_of_the_preliminary_one(client):
    make_order(status=Status.PRODUCED)
    row = client.get(URL).context["rows"][0]
    assert (row.price, row.price_note) == ("100.00", "")
    assert "preliminary" not in shown(client)


def test_a_cancelled_order_names_neither_price_nor_payment(client):
    """Nobody owes anything for it; an unpaid price beside it would read like a debt."""
    order = make_order(make_line(), status=Status.CANCELLED)
    (row,) = client.get(URL, {"state": "cancelled"}).context["rows"]
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
    make_order(make_line(unit_price=Decimal("4321.09")))
    answer = client_of(make_employee(roles=[role])).get(URL)
    assert ("4,321.09" in answer.content.decode()) == prices
    assert ("Unpaid" in answer.content.decode()) == payments
    row = answer.context["rows"][0]
    assert (bool(row.price), bool(row.payment)) == (prices, payments)


def test_states_are_tabs_and_open_is_all_that_is_not_closed(client):
    orders = {status: make_order(status=status) for status in Status}
    assert listed(client, "?status=review") == [orders[Status.REVIEW].number]
    closed = {orders[Status.REALIZED].number, orders[Status.CANCELLED].number}
    assert set(listed(client, "?status=open")) == {order.number for order in orders.values()} - closed
    assert len(listed(client)) == len(Status)


def test_the_filters_narrow_and_the_list_says_to_what(client):
    ann = make_technician(name="Ann Weber")
    marker = Marker.objects.create(name="Fitting")
    wanted = make_order(
        make_line(performer=ann), marker_ids=(marker.pk,), customer=make_counterparty(name="Oak Clinic")
    )
    other = make_order()
    for query in (f"?performer={ann.pk}", f"?marker={marker.pk}", f"?customer={wanted.customer_id}"):
        assert listed(client, query) == [wanted.number]
    page = shown(
        client, f"?performer={ann.pk}&marker={marker.pk}&customer={wanted.customer_id}&q=oak&due=week"
    )
    for words in ("Ann Weber", "Fitting", "Oak Clinic", "“oak”", "due: This week", "Clear all"):
        assert words in page
    assert other.number in listed(client)


def test_orders_are_found_by_due_date(client):
    today = timezone.localdate()
    late, now, later = make_order(), make_order(due_on=today), make_order(due_on=due(30))
    Order.objects.filter(pk=late.pk).update(due_on=due(-9))
    made = make_order(status=Status.PRODUCED)
    Order.objects.filter(pk=made.pk).update(due_on=due(-9))
    Order.objects.filter(pk=make_order().pk).update(due_on=None)
    assert listed(client, "?due=overdue") == [late.number]
    assert listed(client, "?due=today") == [now.number]
    assert now.number in listed(client, "?due=week")
    assert listed(client, f"?due_from={due(10)}") == [later.number]
    assert listed(client, f"?due_from={due(-9)}&due_to={due(-9)}") == [late.number, made.number]


def test_orders_are_found_by_the_day_they_were_drawn_up(client):
    at = timezone.make_aware(datetime.combine(due(-100), time(23, 30)))
    old, _new = make_order(by=make_cause(at=at)), make_order()
    assert listed(client, f"?drawn_from={due(-100)}&drawn_to={due(-100)}") == [old.number]
    assert listed(client, f"?drawn_to={due(-101)}") == []


def test_the_search_finds_part_of_number_patient_and_customer(client):
    order = make_order(
        customer=make_counterparty(name="Harbour Clinic"), patient=PatientDetails(name="Ольга Бэлль")
    )
    make_order(customer=make_counterparty(name="River Clinic"), patient=PatientDetails(name="Paul"))
    for words in (order.number[-5:], "harb", "ольга", "олЬ clin", "бэ", "%20harbour%20%20ольга%20"):
        assert listed(client, f"?q={words}") == [order.number]
    assert listed(client, "?q=harbour paul") == []
    assert len(listed(client, "?q=clinic")) == 2


def test_the_search_takes_any_number_of_customers(client, monkeypatch):
    monkeypatch.setattr("orders.models.order.MOST_ROWS", 1)
    orders = [make_order(customer=make_counterparty(name=f"Oak {place}")) for place in range(3)]
    assert listed(client, "?q=oak") == [order.number for order in reversed(orders)]


def test_the_search_finds_the_orders_of_a_doctor_alone(client, monkeypatch):
    clinic = make_counterparty(name="Oak Clinic")
    doctors = [
        make_contact(counterparty=clinic, name=name) for name in ("Dr Eva Łoś", "Dr Evan Berg", "Dr Roth")
    ]
    orders = [make_order(customer=clinic, contact_id=doctor.pk) for doctor in doctors]
    make_order(customer=clinic)
    for most in (500, 1):
        monkeypatch.setattr("orders.models.order.MOST_ROWS", most)
        assert listed(client, "?q=los oak") == [orders[0].number]
        assert listed(client, "?q=dr-eva") == [orders[1].number, orders[0].number]
        assert listed(client, "?q=eva roth") == []


@pytest.mark.parametrize("sort", ["", "number", "due", "-due"])
@pytest.mark.parametrize("filtered", ["", "&status=open", "&drawn_from=2020-01-01", "&due_from=2020-01-01"])
def test_pages_go_forth_and_back_without_a_gap_or_a_repeat(client, monkeypatch, sort, filtered):
    monkeypatch.setattr(order_paging, "PAGE", 3)
    for place in range(8):
        make_order(due_on=due(place * 5 % 4))
    query = f"?sort={sort}{filtered}"
    monkeypatch.setattr(order_paging, "PAGE", 50)
    whole = listed(client, query)
    monkeypatch.setattr(order_paging, "PAGE", 3)
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
    monkeypatch.setattr(order_paging, "COUNTED", 2)
    monkeypatch.setattr("workflow.pages.order_list.COUNTED", 2)
    assert "More than 2 orders" in shown(client)


def test_an_empty_list_says_what_to_do_first(client):
    assert "Draw up the first one" in shown(client)
    assert "A manager draws them up" in shown(client_of(make_employee(roles=["technician"])))
    make_order()
    assert "No order is like that" in shown(client, "?q=nobody")


def test_htmx_gets_the_rows_alone_and_a_returning_browser_the_whole_page(client):
    make_order()
    rows = shown(client, **{"HX-Request": "true"})
    assert re.match(r'\s*<div\s+id="orders"', rows)
    assert "<html" in shown(client, **{"HX-Request": "true", "HX-History-Restore-Request": "true"})


def test_the_address_that_htmx_leaves_behind_holds_only_what_was_asked(client):
    typed = {"q": "bella", "customer": "", "due": "week", "status": "", "sort": "", "before": "9"}
    answer = client.get(URL, typed, headers={"HX-Request": "true"})
    assert answer["HX-Push-Url"] == "/orders/?q=bella&due=week&before=9"
    assert client.get(URL, {"q": ""}, headers={"HX-Request": "true"})["HX-Push-Url"] == "/orders/"


@pytest.mark.parametrize(
    "query",
    [
        "?status=x&sort=pk&due=y&customer=z&performer=-1&marker=" + "9" * 60,
        "?before=x&after=" + "9" * 40,
        "?before=0",
        "?after=0&before=99999999999",
        "?sort=due&before=123456789",
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


def test_at_most_twelve_queries_however_many_rows(client):
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
    assert counts[0] <= 12


def test_the_first_page_of_all_leads_to_the_orders(client):
    assert client.get("/").url == reverse("workflow:order_list")


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
