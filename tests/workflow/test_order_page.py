"""The order page: what it shows to whom, its one next step, and that a long order costs no more questions."""

import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from lab.cause import Cause
from lab.once import new_token
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_contact, make_counterparty
from tests.factories.lab import client_of, make_employee, make_settings
from tests.factories.orders import cause, make_line, make_order, make_technician
from workflow.drawing_up.comment_on_order import comment_on_order
from workflow.drawing_up.drafts import PatientDetails
from workflow.drawing_up.due_dates import working_days_on
from workflow.forms.dialogs import DueForm, HoldForm

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

NEXT = {
    Status.DRAFTING: "Submit",
    Status.PENDING: "Start production",
    Status.PRODUCTION: "Send to review",
    Status.REVIEW: "Produce",
    Status.PRODUCED: "Realize",
    Status.REALIZED: None,
    Status.CANCELLED: None,
}


def open_page(order, *roles, path="", **asked):
    return client_of(make_employee(roles=roles)).get(f"/orders/{order.number}/{path}", asked)


@pytest.mark.parametrize("status", Status.values)
def test_the_one_filled_button_is_always_the_next_step(status):
    shown = open_page(make_order(status=status), "administrator")
    primary = shown.context["primary"]
    assert (primary and str(primary.label)) == NEXT[status]


def test_from_production_an_order_without_a_reviewed_service_is_produced():
    line = make_line(make_service(review_required=False), performer=make_technician())
    shown = open_page(make_order(line, status=Status.PRODUCTION), "manager")
    assert str(shown.context["primary"].label) == "Produce"


def test_a_greyed_button_says_why():
    shown = open_page(make_order(status=Status.PRODUCTION), "technician")
    assert "Some tasks are not finished yet." in shown.text


def test_the_strip_says_who_brought_the_order_there():
    mia = make_employee("Mia Stone", roles=["administrator"])
    order = make_order(status=Status.REVIEW, by=cause_of(mia))
    strip = open_page(order, "manager").context["strip"]
    assert [step.state for step in strip] == ["done", "ahead", "done", "current", "ahead", "ahead"]
    assert strip[3].by == "Mia Stone"


def cause_of(person) -> Cause:
    return Cause(person, timezone.now())


def test_a_long_order_costs_no_more_questions_than_a_short_one():
    def questions(count):
        lines = [make_line(performer=make_technician(), assistant=make_technician()) for _ in range(count)]
        order = make_order(*lines, status=Status.PRODUCED)
        for _ in range(count):
            comment_on_order(order.pk, cause(), text="said")
        client = client_of(make_employee(roles=["administrator"]))
        client.get(f"/orders/{order.number}/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(f"/orders/{order.number}/")
        return len(asked)

    assert questions(1) == questions(12) <= 37


def test_what_has_nothing_yet_is_named_in_one_line_and_neither_column_is_left_behind():
    drafted = open_page(make_order(make_line(performer=make_technician())), "administrator")
    columns = drafted.context["columns"]
    named = [str(panel.title) for panel in columns.side[-1].context["empty"] + columns.below][:6]
    assert [panel.key for panel in columns.main][:1] == ["services"]
    assert {"Documents", "Acts and materials", "Delivery", "Pay", "Materials", "Margin"} == set(named)
    assert "panel-delivery" not in drafted.text
    keys = [panel.key for panel in (*columns.main, *columns.side, *columns.below)]
    assert keys.count("timeline") == 1


def test_the_head_says_for_whom_it_is_and_calls_whoever_ordered():
    clinic = make_counterparty(name="North Clinic", phone="+49 30 1234")
    contact = make_contact(counterparty=clinic, name="Dr Ivanova", phone="+49 (0)30 5678")
    patient = PatientDetails(kind="animal", name="Bella", species="Dog")
    order = make_order(customer=clinic, contact_id=contact.pk, patient=patient)
    head = " ".join(open_page(order, "technician").text.partition('class="order-head"')[2].split())
    for said in ("Bella", "(Dog)", "North Clinic", "Dr Ivanova", 'href="tel:+49305678"'):
        assert said in head.partition("order-columns")[0], said
    assert "/do/update-due/" not in head
    assert "/do/update-due/" in open_page(order, "manager").text.partition("order-columns")[0]


@pytest.mark.parametrize(("dialog", "name"), [(DueForm, "due_on"), (HoldForm, "expected_on")])
def test_a_day_is_typed_into_a_dialog_as_one_says_it(dialog, name):
    order, manager = make_order(), make_employee(roles=["manager"])
    told = {"awaited": "the model", name: "+3"}
    asked = dialog(told, order=order, actor=manager)
    assert asked.is_valid(), asked.errors
    assert asked.cleaned_data[name] == working_days_on(timezone.localdate(), 3)


def test_an_unknown_number_is_not_found():
    assert client_of(make_employee()).get("/orders/2026-999999/").status_code == 404


def test_payment_instructions_hold_the_figures_of_the_order_and_nothing_else():
    make_settings(
        payment_instructions="Pay {due} of {total} for {number}, {customer}. {__class__} {0} {paid!r}"
    )
    line = make_line(make_service(price=Decimal("1234.5")), performer=make_technician())
    order = make_order(line, status=Status.REALIZED)
    shown = open_page(order, "accountant", path="payment-instructions/").text
    assert f"Pay 1,234.50 EUR of 1,234.50 EUR for {order.number}" in shown
    assert "{__class__} {0} {paid!r}" in shown


@pytest.mark.parametrize("role", ["manager", "technician"])
def test_the_order_form_shows_the_chosen_sections_and_prices_to_those_who_may_see_them(role):
    line = make_line(
        make_service(name="Zirconia crown", price=Decimal("77.31")), performer=make_technician(name="Anna")
    )
    order = make_order(line)
    comment_on_order(order.pk, cause(), text="for the laboratory alone", is_internal=True)
    comment_on_order(order.pk, cause(), text="for everybody")
    everything = text_of(open_page(order, role, path="order-form.pdf"))
    assert "Zirconia crown" in everything
    assert "Anna" in everything
    assert "for everybody" in everything
    assert "for the laboratory alone" not in everything
    assert ("77.31" in everything) == (role == "manager")
    services_alone = text_of(open_page(order, role, path="order-form.pdf", section=["services", "prices"]))
    assert "Anna" not in services_alone
    assert ("77.31" in services_alone) == (role == "manager")


def text_of(answer) -> str:
    assert answer["Content-Type"] == "application/pdf"
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


def test_a_comment_box_left_empty_comes_back_with_a_sentence():
    order = make_order()
    person = client_of(make_employee(roles=["technician"]))
    answer = person.post(f"/orders/{order.number}/do/comment/", {"text": " ", "form_token": new_token()})
    assert answer.status_code == 422
    assert "Enter the comment." in answer.text
