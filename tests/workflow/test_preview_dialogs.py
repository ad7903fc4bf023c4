"""The dialogs say what they will book: to each person what that person may see, and nothing of it is booked yet."""

import threading
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from billing.models import Act
from lab.once import new_token
from lab.roles import Role
from orders.models import Order
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import cause, make_line, make_order, make_technician
from tests.factories.payroll import make_rate
from tests.factories.stock import make_stocked
from tests.use_cases.evidence import changed_since, digest
from workflow.life.produce_order import produce_order
from workflow.money.record_payment import record_payment
from workflow.preview.booked import Stand, booked_since
from workflow.preview.shown import MOST_ROWS

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
FIRST = "To do first"
BUSY = "Somebody is working on this order just now"


@pytest.fixture
def anna():
    make_rate(percent=Decimal(30))
    make_rate(role="assistant", amount=Decimal(5))
    return make_technician(name="Anna")


@pytest.fixture
def crowns(anna):
    """``crowns(status)``: three crowns of 120.00 by Anna, 2.5 g of 10 g of ceramic each."""
    ceramic = make_stocked("10", name="Ceramic")
    crown = make_service(name="Crown", price=Decimal(120), norms={ceramic: Decimal("2.5")})

    def made(status, quantity="3") -> Order:
        return make_order(make_line(crown, quantity=quantity, performer=anna), status=status)

    return made


def dialog(order, path: str, *roles, person=None) -> str:
    client = client_of(person or make_employee(roles=roles))
    before = digest()
    answer = client.get(f"/orders/{order.number}/{path}/")
    assert answer.status_code == 200
    assert changed_since(before) == []
    return " ".join(answer.text.split())


def test_produce_says_who_gets_what_by_which_rate_what_is_used_and_which_act_comes(crowns):
    order = crowns(Status.REVIEW)
    said = dialog(order, "do/produce", "administrator")
    for word in ("Anna", "30 % of 360.00", "108.00", "7.5 g", "2.5 g left", "360.00", "What will be booked"):
        assert word in said, word
    produce_order(order.pk, cause())
    assert f"Act {Act.objects.get(order=order).number}" in said


def test_a_reviewer_sees_prices_and_names_and_no_pay(crowns):
    said = dialog(crowns(Status.REVIEW), "do/produce", "reviewer")
    assert "Anna" in said
    assert "360.00" in said
    assert "108.00" not in said
    assert "30 %" not in said


def test_a_technician_sees_materials_and_papers_and_no_amount(crowns, anna):
    order = crowns(Status.PRODUCTION)
    act = Act.objects.drafts().get(order=order)
    said = dialog(order, f"acts/{act.pk}/post", person=anna)
    for word in ("Ceramic", "7.5 g", "Act ", "Performer"):
        assert word in said, word
    assert ".00" not in said
    assert "30 %" not in said


def test_realize_says_what_the_customer_will_owe_and_what_becomes_of_the_advance(crowns):
    order = crowns(Status.PRODUCED)
    paid = {"currency": "EUR", "received_on": timezone.localdate(), "method": "bank"}
    record_payment(order.customer, cause(), amount=Decimal(400), order_id=order.pk, **paid)
    said = dialog(order, "do/realize", "accountant")
    for word in ("Closing document", "pays for this order", "−360.00", "goes free for other orders", "40.00"):
        assert word in said, word
    assert "has then paid ahead" in said
    unpaid = dialog(crowns(Status.PRODUCED, "1"), "do/realize", "accountant")
    assert "then owes" in unpaid


def test_what_takes_back_says_what_is_reversed(crowns):
    order = crowns(Status.REALIZED)
    unrealize = dialog(order, "do/unrealize", "accountant")
    for word in ("This will be reversed", "Correction ", "corrects ", "charge reversed", "−360.00"):
        assert word in unrealize, word
    reopen = dialog(crowns(Status.PRODUCED, "1"), "do/reopen", "administrator")
    for word in (
        "Pay taken back",
        "−36.00",
        "Materials given back",
        "reverses ",
        "120.00 before",
        "Draft act of Anna",
    ):
        assert word in reopen, word
    cancel = dialog(crowns(Status.PRODUCTION, "1"), "do/cancel", "manager")
    assert "1 draft act is deleted" in cancel
    assert "1 open task is skipped" in cancel


def test_a_shortage_is_a_thing_to_do_first_and_says_by_how_much(crowns):
    said = dialog(crowns(Status.REVIEW, "5"), "do/produce", "reviewer")
    for word in (FIRST, "There is not enough in stock.", "needed 12.5 g, on hand 10 g", "2.5 g short"):
        assert word in said, word
    assert "What will be booked" not in said


def test_who_may_write_off_what_is_short_sees_what_that_books(crowns):
    said = dialog(crowns(Status.REVIEW, "5"), "do/produce", "administrator")
    for word in (FIRST, "Or write it off all the same", "What will be booked if", "180.00", "2.5 g short"):
        assert word in said, word


def test_a_form_that_comes_back_keeps_its_preview(crowns):
    order = crowns(Status.PRODUCED)
    client = client_of(make_employee(roles=["administrator"]))
    answer = client.post(
        f"/orders/{order.number}/do/reopen/", {"form_token": new_token(), "version": order.version}
    )
    assert answer.status_code == 422
    assert "Pay taken back" in answer.text


def test_what_would_keep_others_waiting_is_not_shown(crowns, monkeypatch):
    order = crowns(Status.REVIEW)
    monkeypatch.setattr("common.hurry.MOST_SECONDS", 0)
    said = dialog(order, "do/produce", "administrator")
    assert "It would take too long just now" in said
    assert "The materials of the acts are written off." in said
    monkeypatch.setattr("common.hurry.MOST_SECONDS", 60)
    assert "What will be booked" in dialog(order, "do/produce", "administrator")


def test_many_people_and_materials_are_folded(anna):
    norms = {make_stocked("100", name=f"Material {n}"): Decimal(1) for n in range(20)}
    crown = make_service(norms=norms)
    lines = [make_line(crown, performer=make_technician(name=f"Person {n:02}")) for n in range(12)]
    client = client_of(make_employee(roles=["administrator"]))
    order = make_order(*lines, status=Status.REVIEW)
    preview = client.get(f"/orders/{order.number}/do/produce/").context["preview"]
    sizes = {section.icon: (len(section.visible), len(section.folded)) for section in preview.sections}
    assert sizes["person-check"] == (MOST_ROWS - 1, 12 - MOST_ROWS + 1)
    assert sizes["box-arrow-right"] == (MOST_ROWS - 1, 20 - MOST_ROWS + 1)


def test_what_is_read_of_the_booked_rows_costs_the_same_for_many_as_for_one(crowns):
    """Reading alone; what the use case asks is its own."""

    def asked(count):
        lines = [make_line(performer=make_technician()) for _ in range(count)]
        order = make_order(*lines, status=Status.PRODUCED)
        with CaptureQueriesContext(connection) as queries:
            booked_since(Stand(order.pk, 0, frozenset(), None))
        return len(queries)

    assert asked(1) == asked(9)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_somebody_who_holds_the_order_is_not_waited_for(crowns):
    order = crowns(Status.REVIEW)
    client = client_of(make_employee(roles=[Role.ADMINISTRATOR]))
    locked, done = threading.Event(), threading.Event()

    def colleague():
        with transaction.atomic():
            Order.objects.locked(order.pk)
            locked.set()
            done.wait(20)
        connection.close()

    works = threading.Thread(target=colleague)
    works.start()
    try:
        assert locked.wait(20)
        began = timezone.now()
        answer = client.get(f"/orders/{order.number}/do/produce/")
        assert (timezone.now() - began).total_seconds() < 2
    finally:
        done.set()
        works.join()
    assert answer.status_code == 200
    assert BUSY in answer.text
    assert "What will be booked" not in answer.text
    assert BUSY not in client.get(f"/orders/{order.number}/do/produce/").text
