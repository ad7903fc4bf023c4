"""A database of a former release is carried on: nothing is lost, the books hold, every page opens."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import models, transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from billing.models import Act, Allocation, ClosingDocument
from billing.standing import debt_of, free_advance, payment_state, tied_advance_of
from customers.models import Counterparty
from lab.calendar import calendar_of_the_house
from lab.cause import Cause
from lab.models import Employee, Holiday, WeekdayHours
from orders.models import Order, OrderLine, ToothWork
from stock import ledger
from stock.ledger import on_hand
from stock.models import Lot, StockMovement
from tests.factories.lab import client_of
from verification.invariants import findings
from workflow.money.record_payment import use_advance

pytestmark = pytest.mark.usefixtures("carried_on")

GROWN = {"billing.Allocation", "lab.Event", "orders.OrderEvent", "stock.StockMovement"}
"""Tables to which a migration adds rows: money that nothing could use is freed by reversals, and what was written off
without a lot is taken from the lots, each under an event."""


def test_no_row_is_lost_and_none_appears_without_a_reason(carried_on):
    counted = {}
    for label, table in carried_on["tables"].items():
        keys = set(models.QuerySet(apps.get_model(label)).values_list("pk", flat=True))
        assert {row[0] for row in table["rows"]} <= keys, label
        counted[label] = len(keys) - len(table["rows"])
    assert {label for label, more in counted.items() if more} <= GROWN


def test_the_books_hold_and_what_was_hardly_meant_then_is_named():
    found = {rule.number: (finding.wrong, finding.to_look_at) for rule, finding in findings()}
    assert {number: wrong for number, (wrong, _odd) in found.items() if wrong} == {}
    assert {number: odd for number, (_wrong, odd) in found.items() if odd} == {
        59: [
            "payment P-2026-00008: received on 0026-11-25",
            "ledger entry payment -12.50 EUR: date 0026-11-25",
        ]
    }


def rows_then(release, label: str) -> list[dict]:
    table = release["tables"][label]
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


def test_the_days_of_the_week_and_the_days_off_are_the_calendar_now(carried_on):
    (settings,) = rows_then(carried_on, "lab.LabSettings")
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    open_then = [settings[f"works_on_{day}"] for day in days]
    assert [row.is_open for row in WeekdayHours.objects.order_by("weekday")] == open_then
    off_then = [
        (row["on"], row["on"], row["name"], row["is_annual"]) for row in rows_then(carried_on, "lab.Holiday")
    ]
    off_now = Holiday.objects.order_by("pk").values_list("first", "last", "name", "is_annual")
    assert [(str(first), str(last), *rest) for first, last, *rest in off_now] == off_then
    assert off_then
    calendar = calendar_of_the_house()
    assert not any(calendar.works(row.first) for row in Holiday.objects.all())


def test_teeth_that_were_a_text_are_rows_and_the_text_stays(carried_on):
    then = {row["id"]: row["details"] for row in rows_then(carried_on, "orders.OrderLine")}
    now = dict(OrderLine.objects.values_list("pk", "details"))
    assert now == {pk: json.loads(told) if isinstance(told, str) else told for pk, told in then.items()}
    found = ToothWork.objects.order_by("tooth").values_list("line", "tooth", "role")
    teeth = {pk: [row[1:] for row in found if row[0] == pk] for pk, told in now.items() if "teeth" in told}
    assert teeth
    assert set(map(str, teeth.values())) == {"[(11, 'unit'), (21, 'unit')]"}


def test_what_was_written_off_without_a_lot_is_taken_from_the_lots(carried_on):
    """Of 200 of the one lot that came, 10.5 are used up: so much is left of it, and nothing is below zero."""
    moved = rows_then(carried_on, "stock.StockMovement")
    left = sum(Decimal(row["quantity"]) for row in moved)
    (lot,) = Lot.objects.with_on_hand().select_related("item")
    assert (lot.name, lot.on_hand, left) == ("L-1", Decimal("189.500"), Decimal("189.500"))
    assert lot.expires_on is None
    assert Lot.objects.matching("l-1").get() == lot
    now = dict(StockMovement.objects.order_by().values_list("lot").annotate(total=Sum("quantity")))
    assert now == {"L-1": left, "": 0}
    added = StockMovement.objects.filter(pk__gt=max(row["id"] for row in moved)).order_by("pk")
    assert [(row.lot, row.quantity, row.get_why_display()) for row in added] == [
        ("", Decimal("10.500"), "belongs to another lot"),
        ("L-1", Decimal("-10.500"), "belongs to another lot"),
    ]
    assert {(row.event.actor.username, row.event.verb) for row in added} == {("system", "name_lots")}


def test_a_write_off_of_the_release_before_can_be_taken_back():
    row = StockMovement.objects.write_offs().standing().last()
    with transaction.atomic():
        ledger.write_off_all({row.source: []}, order=row.order, event=row.event, on=timezone.localdate())
        assert Lot.objects.with_on_hand().get().on_hand == Decimal("189.500")
        assert on_hand().get().on_hand == Decimal("189.500") - row.quantity
        transaction.set_rollback(True)


def ordered(how: str) -> Order:
    return Order.objects.get(instructions__startswith=how)


def tied_then(release, order: Order) -> Decimal:
    table = release["tables"]["billing.Allocation"]
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    return sum(Decimal(row["amount"]) for row in rows if row["order_id"] == order.pk and row["is_advance"])


@pytest.mark.parametrize(("how", "locked"), [("Locked", "50.00"), ("Fallen", "80.00")])
def test_money_that_a_charge_locked_up_is_free_under_an_event(carried_on, how, locked):
    order = ordered(how)
    assert tied_then(carried_on, order) == Decimal(locked)
    assert (tied_advance_of(order), debt_of(order), payment_state(order)) == (0, 0, "paid")
    told = order.events.select_related("event__actor").get(verb="free_advance")
    assert (told.event.actor.username, told.event.role) == ("system", "system")
    assert [(change["after"], change["money"]) for change in told.changes] == [(f"{locked} EUR", True)]
    assert set(
        Allocation.objects.filter(order=order, event=told.event).values_list("is_advance", flat=True)
    ) == {True}


def test_what_waits_for_its_charge_stays_tied():
    (waiting,) = {
        row.order for row in Allocation.objects.filter(is_advance=True, reverses=None, reversed_by=None)
    }
    assert (waiting.status, tied_advance_of(waiting)) == ("produced", Decimal("60.00"))


def test_the_freed_money_pays_for_another_order():
    realized = Order.objects.get(
        customer__name="Mill Pond Dentists", status="realized", instructions="", pk=7
    )
    open_debt, free = debt_of(realized), free_advance(realized.customer, "EUR")
    assert (open_debt, free) == (Decimal("79.99"), Decimal("79.17"))  # 16.67 + 50.00 + 12.50
    with transaction.atomic():
        use_advance(realized.pk, Cause(Employee.objects.get(username="marion"), timezone.now()), amount=free)
        assert (debt_of(realized), free_advance(realized.customer, "EUR")) == (open_debt - free, 0)
        transaction.set_rollback(True)


def test_every_page_of_orders_and_customers_opens():
    client = client_of(Employee.objects.get(username="helen"))
    orders = [
        reverse("workflow:order_page", args=[number])
        for number in Order.objects.values_list("number", flat=True)
    ]
    customers = list(Counterparty.objects.values_list("pk", flat=True))
    pages = orders + [
        reverse(name, args=[pk])
        for name in ("workflow:customer_page", "billing:customer_ledger")
        for pk in customers
    ]
    assert {url: client.get(url).status_code for url in pages} == dict.fromkeys(pages, 200)


def test_a_document_of_then_is_to_be_paid_fourteen_days_after_it_was_issued_and_says_what_it_said():
    documents = list(ClosingDocument.objects.filter(kind="closing"))
    assert documents
    assert {document.due_on - document.issued_on for document in documents} == {timedelta(days=14)}
    assert not any("due" in document.snapshot for document in documents)


def test_acts_of_then_have_a_paper_that_holds_what_is_booked_and_is_printed():
    acts = list(Act.objects.posted().with_papers())
    assert {act.snapshot["kind"] for act in acts} == {"act", "counter_act"}
    assert not Act.objects.drafts().exclude(snapshot=None).exists()
    client = client_of(Employee.objects.get(username="helen"))
    for act in acts:
        said = act.snapshot
        assert (said["number"], said["customer"]["name"]) == (act.number, act.order.customer.name)
        assert Decimal(said["total"]) == sum(line.amount for line in act.lines.all())
        printed = client.get(reverse("billing:act_pdf", args=[act.number]))
        assert (printed.status_code, printed["Content-Type"]) == (200, "application/pdf")
