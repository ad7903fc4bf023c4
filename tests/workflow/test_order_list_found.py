"""What the list of orders finds: by state, day, number, name."""

from datetime import datetime, time

import pytest
from django.utils import timezone

from common.days import day_and_year
from orders.models import Marker, Order
from orders.states import Status
from tests.factories.customers import make_contact, make_counterparty
from tests.factories.lab import client_of, make_cause, make_employee
from tests.factories.orders import make_line, make_order, make_technician
from tests.workflow.order_lists import due, listed, shown
from workflow.drawing_up.drafts import PatientDetails

pytestmark = [pytest.mark.each_database, pytest.mark.django_db]


@pytest.fixture
def client():
    return client_of(make_employee(roles=["manager"]))


def test_states_are_tabs_and_open_is_all_that_is_not_closed(client):
    orders = {status: make_order(status=status) for status in Status}
    assert listed(client, "?status=review") == [orders[Status.REVIEW].number]
    closed = {orders[Status.REALIZED].number, orders[Status.CANCELLED].number}
    assert set(listed(client, "?status=open")) == {order.number for order in orders.values()} - closed
    assert len(listed(client, "?status=all")) == len(Status)


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
    page = client.get(f"/orders/?due_from={due(-9)}&due_to={due(-9)}")
    assert [text for text, _url in page.context["chips"]] == [f"due {day_and_year(due(-9))}"]


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
    monkeypatch.setattr("orders.models.who_orders.MOST_ROWS", 1)
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
        monkeypatch.setattr("orders.models.who_orders.MOST_ROWS", most)
        assert listed(client, "?q=los oak") == [orders[0].number]
        assert listed(client, "?q=dr-eva") == [orders[1].number, orders[0].number]
        assert listed(client, "?q=eva roth") == []
