"""The order form draws an order up from what was typed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS

from common.days import weekday, weekday_and_year
from lab.once import new_token
from orders.models import Marker, Order
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_contact
from tests.factories.lab import make_exception, make_week
from tests.factories.orders import make_order, make_technician
from tests.workflow.order_form.typing import crown, in_days, new_order, typed
from workflow.moving import StepRefused

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


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
    assert made.details == {"teeth": "11-14", "shade": "A3"}
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
    asked = client.post(reverse("workflow:order_prices"), typed(line, due_on=day.isoformat())).json()
    said, following = asked["due_typed"], day + timedelta(days=1)
    assert said["note"] == f"{WEEKDAYS[day.weekday()]}: not a working day (Outing)."
    assert (said["next"], said["offer"]) == (weekday_and_year(following), f"{weekday(following)}?")
    new_order(client, line, due_on=day.isoformat())
    order = Order.objects.get()
    assert order.due_on == day
    assert said["note"] in client.get(f"/orders/{order.number}/edit/").content.decode()
    assert (
        "is no working day (Outing);" in client.get(f"/orders/{order.number}/do/update-due/").content.decode()
    )
    taken = client.post(
        reverse("workflow:order_new"), typed(line, due_on=said["typed"], due_next=said["next"])
    )
    assert f'value="{said["next"]}"' in taken.content.decode()
    assert (
        client.post(reverse("workflow:order_prices"), typed(line, due_on="soon")).json()["due_typed"] is None
    )


def test_a_due_date_is_typed_as_people_say_it_and_counts_working_days(client):
    make_week(is_open=True)
    make_exception(timezone.localdate() + timedelta(days=2))
    new_order(client, crown()[1], due_on="+3")
    assert Order.objects.get().due_on == timezone.localdate() + timedelta(days=4)


def test_a_proposal_that_stands_in_the_field_is_the_one_of_today_whatever_it_says(client):
    make_week(is_open=True)
    old = weekday_and_year(timezone.localdate() + timedelta(days=40))
    new_order(
        client, {"service": make_service(lead_days=1).pk, "quantity": "1"}, due_on=old, due_by="proposal"
    )
    assert Order.objects.get().due_on == timezone.localdate() + timedelta(days=1)


def test_an_order_is_submitted_as_it_is_drawn_up_and_its_paper_opened(client):
    make_week(is_open=True)
    answer = new_order(client, crown()[1], then_submit="on", print="on")
    order = Order.objects.get()
    assert order.status == Status.PENDING
    paper = answer.headers["X-Opens-Beside"]
    assert client.get(paper)["Content-Type"] == "application/pdf"
    page = client.get(answer.url).content.decode()
    assert "The order was drawn up and submitted." in page
    way_back = reverse("workflow:order_take_back", args=[order.number])
    assert way_back in page
    assert f'href="{paper.replace("&", "&amp;")}" target="_blank"' in page
    assert 'name="print"\n      checked' in client.get(reverse("workflow:order_new")).content.decode()
    client.post(way_back, {"form_token": new_token(), "version": order.version})
    order.refresh_from_db()
    assert order.status == Status.DRAFTING
    assert "X-Opens-Beside" not in new_order(client, crown()[1], then_submit="on").headers
    assert 'name="print"\n      checked' not in client.get(reverse("workflow:order_new")).content.decode()


def test_without_a_service_nothing_is_submitted_and_draw_up_keeps_a_draft(client):
    for lines in ((), ({"service": "", "quantity": "1"},)):
        answer = new_order(client, *lines, then_submit="on", instructions="Soon")
        assert answer.status_code == 422
        page = answer.content.decode()
        assert page.count("Choose a service: an order is submitted with one at least.") == 2, (
            "above and at the lines"
        )
        assert "Soon" in page
    assert not Order.objects.exists()
    assert new_order(client).status_code == 302
    assert Order.objects.get().status == Status.DRAFTING


def test_an_order_that_cannot_be_submitted_yet_is_drawn_up_all_the_same(client, monkeypatch):
    def refuse(*_args):
        raise StepRefused("Not now.")

    monkeypatch.setattr("workflow.pages.order_form.submit_order", refuse)
    answer = new_order(client, crown()[1], then_submit="on")
    assert Order.objects.get().status == Status.DRAFTING
    page = client.get(answer.url).content.decode()
    assert "The order was drawn up." in page
    assert "It is not submitted yet. Not now." in page


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
