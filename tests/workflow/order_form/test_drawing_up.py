"""The order form draws an order up from what was typed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from lab.once import new_token
from orders.models import Marker, Order
from tests.factories.catalog import make_service
from tests.factories.customers import make_contact
from tests.factories.lab import make_exception, make_week
from tests.factories.orders import make_order, make_technician
from tests.workflow.order_form.typing import crown, in_days, new_order, typed

pytestmark = pytest.mark.django_db


def test_an_order_is_drawn_up_with_everything_typed(client):
    contact = make_contact()
    marker = Marker.objects.create(name="Fitting")
    ann, ben = make_technician(name="Ann"), make_technician(name="Ben")
    service = make_service(price=Decimal("120.00"), asks_for=["teeth!", "shade"])
    line = {
        "service": service.pk,
        "quantity": "2,5",
        "discount": "10",
        "teeth": "11 12;13-14",
        "shade": "A3",
        "performer": ann.pk,
        "assistant": ben.pk,
    }
    patient = {
        "patient_kind": "animal",
        "patient_name": "Bella",
        "patient_species": "dog",
        "patient_owner": "Ms Vogel",
    }

    answer = new_order(
        client,
        line,
        customer=contact.counterparty,
        contact=contact.pk,
        markers=[marker.pk],
        due_on=in_days(9),
        instructions="Match the neighbour.",
        **patient,
    )

    order = Order.objects.get()
    made = order.lines.get()
    task = order.tasks.get()
    assert answer.status_code == 302
    assert answer.url == reverse("workflow:order_page", args=[order.number])
    assert (order.customer, order.contact) == (contact.counterparty, contact)
    assert (order.patient_name, order.patient_species, order.patient_kind) == ("Bella", "dog", "animal")
    assert (made.quantity, made.unit_price, made.amount) == (Decimal("2.5"), Decimal(120), Decimal(270))
    assert made.details == {"teeth": "11, 12, 13-14", "shade": "A3"}
    assert (task.performer, task.assistant) == (ann, ben)
    assert list(order.markers.all()) == [marker]
    assert order.due_on.isoformat() == in_days(9)


def test_an_empty_due_date_takes_the_longest_lead_time_in_working_days(client):
    today = timezone.localdate()
    make_week(is_open=True)
    make_exception(today + timedelta(days=2))
    new_order(client, crown()[1], {"service": make_service(lead_days=1).pk, "quantity": "1"})
    assert Order.objects.get().due_on == today + timedelta(days=6)


def test_a_due_date_on_a_closed_day_is_taken_and_the_next_working_day_named(client):
    make_week(is_open=True)
    day = timezone.localdate() + timedelta(days=3)
    make_exception(day, name="Outing")
    line = crown()[1]
    said = client.post(reverse("workflow:order_prices"), typed(line, due_on=day.isoformat())).json()
    assert "is no working day (Outing);" in said["due_note"]
    new_order(client, line, due_on=day.isoformat())
    order = Order.objects.get()
    assert order.due_on == day
    for page in (f"/orders/{order.number}/edit/", f"/orders/{order.number}/do/update-due/"):
        assert said["due_note"] in client.get(page).content.decode()
    said = client.post(reverse("workflow:order_prices"), typed(line, due_on="soon")).json()
    assert said["due_note"] == ""


def test_promising_a_closed_day_says_so_and_another_says_nothing_of_it(client):
    make_week(is_open=True)
    day = timezone.localdate() + timedelta(days=3)
    make_exception(day, name="Outing")
    order = make_order()
    for due, is_said in ((day, True), (day + timedelta(days=1), False)):
        order.refresh_from_db()
        sent = {"form_token": new_token(), "version": order.version, "due_on": due.isoformat()}
        answer = client.post(f"/orders/{order.number}/do/update-due/", sent)
        assert answer.status_code == 302, answer.content.decode()
        assert ("is no working day (Outing);" in client.get(answer.url).content.decode()) is is_said


def test_a_typed_price_stands_and_a_comma_is_understood(client):
    _service, line = crown()
    new_order(client, line | {"unit_price": "1 099,50"})
    made = Order.objects.get().lines.get()
    assert (made.unit_price, made.price_rule) == (Decimal("1099.50"), "typed")


def test_a_blank_line_is_no_line(client):
    new_order(client, {"service": "", "quantity": "1"}, crown()[1])
    assert Order.objects.get().lines.count() == 1
