"""Dialogs, acts, rates and receipts take what they show."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from billing.models import Act, ActLine
from lab.once import new_token
from orders.models import Order
from orders.states import Status
from payroll.models import Rate
from stock.models import Lot, Receipt, StockCount, StockCountLine, StockItem, StockMovement
from tests.access.takes_no_more.posting import INVENTED, changed, everything_of, post, snapshot
from tests.factories.stock import make_write_off, used

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


DIALOGS = {
    "comment": (Status.PRODUCTION, "technician", {"text": "A word."}, set()),
    "new-document": (Status.PRODUCTION, "technician", {}, set()),
    "mark": (Status.PRODUCTION, "technician", {"markers": []}, set()),
    "update-due": (Status.PRODUCTION, "manager", {}, {"due_on", "version"}),
    "plan-work": (Status.DRAFTING, "manager", {}, set()),
    "discount": (
        Status.DRAFTING,
        "manager",
        {"percent": "10", "amount": ""},
        {"discount_percent", "version"},
    ),
    "adjust-price": (
        Status.PRODUCED,
        "manager",
        {"total": "99.50", "reason": "it"},
        {"final_price", "version"},
    ),
    "rush": (Status.DRAFTING, "manager", {"is_rush": "on", "percent": "25"}, {"rush_percent", "version"}),
    "change-customer": (
        Status.PRODUCTION,
        "manager",
        {"contact": ""},
        {"customer_id", "contact_id", "version"},
    ),
    "submit": (Status.DRAFTING, "manager", {"awaited": "", "expected_on": ""}, {"status", "version"}),
    "start": (
        Status.PENDING,
        "technician",
        {},
        {"status", "version", "started_on", "awaited", "expected_on"},
    ),
    "hold": (
        Status.PRODUCTION,
        "technician",
        {"awaited": "it"},
        {"status", "version", "awaited", "expected_on"},
    ),
    "send-to-review": (Status.PRODUCTION, "technician", {}, {"status", "version"}),
    "return-to-production": (Status.REVIEW, "reviewer", {"reason": "it"}, {"status", "version"}),
    "produce": (Status.REVIEW, "reviewer", {}, {"status", "version", "final_price"}),
    "reopen": (Status.PRODUCED, "reviewer", {"reason": "it"}, {"status", "version", "final_price"}),
    "realize": (Status.PRODUCED, "accountant", {}, {"status", "version"}),
    "unrealize": (Status.REALIZED, "accountant", {"reason": "it"}, {"status", "version"}),
    "cancel": (Status.PENDING, "manager", {"reason": "it"}, {"status", "version", "awaited", "expected_on"}),
    "restore": (Status.CANCELLED, "manager", {}, {"status", "version"}),
    "take-down": (Status.PENDING, "manager", {}, {"status", "version", "awaited", "expected_on"}),
    "deliver": (Status.PRODUCED, "manager", {"carrier": "by hand"}, set()),
    "copy": (Status.PRODUCED, "manager", {}, set()),
    "pay": (Status.REALIZED, "accountant", {"amount": "5", "method": "bank"}, set()),
}
"""Verb → state, role, what is typed, columns of the order that may change."""


@pytest.mark.parametrize("verb", DIALOGS)
def test_a_dialog_changes_its_own_fields_alone(world, verb):
    status, role, typed, listed = DIALOGS[verb]
    order, later = world.orders[status], timezone.localdate() + timedelta(days=11)
    days = {name: later for name in ("due_on", "expected_on") if name not in typed}
    days |= dict.fromkeys(("received_on", "shipped_on"), timezone.localdate()) | {"delivered_on": ""}
    again = [task.pk for task in order.tasks.current()]
    always = {"document_type": world.filled["filling"].document_type_id}
    always |= {"customer": world.other_customer.pk, "markers": [], "task_ids": again, **days}
    typed = {**always, **typed, "version": order.version}
    before, after = post(world, role, f"/orders/{order.number}/do/{verb}/", typed, Order)
    assert changed(before, after) <= {("Order", name) for name in listed}


def test_an_act_by_hand_takes_no_amount_from_a_technician(world):
    order, act = world.orders[Status.PRODUCTION], world.draft_act
    line = order.lines.get()
    typed = {
        "performer": world.performer.pk,
        "assistant": "",
        f"line_{line.pk}": "1",
        "version": order.version,
    }
    hostile = everything_of(ActLine, prefix="lines-0-") | {
        f"amount_{line.pk}": "999999",
        f"price_{line.pk}": "999999",
    }
    url = f"/orders/{order.number}/acts/{act.pk}/edit/"
    world.clients["technician"].post(
        url,
        {
            **everything_of(Act),
            **everything_of(ActLine),
            **hostile,
            **INVENTED,
            **typed,
            "form_token": new_token(),
        },
    )
    written = ActLine.objects.get(act__order=order)
    assert (written.quantity, written.gross, written.amount) == (1, 120, 120)
    assert not Act.objects.posted().filter(order=order).exists()
    assert snapshot(Order)[Order, order.pk]["final_price"] is None


def test_a_technician_overrides_no_shortage(world):
    """The box is not in the technician's form; sent all the same, it is not heard."""
    order, act = world.orders[Status.PRODUCTION], world.draft_act
    typed = {"override_shortage": "on", "form_token": new_token(), "version": order.version}
    world.clients["technician"].post(f"/orders/{order.number}/acts/{act.pk}/post/", typed)
    assert not StockMovement.objects.filter(shortage_overridden=True).exists()


STOCK_DIALOGS = {
    "/stock/{item}/correct/": (
        {"lot": "L-7", "way": "less", "quantity": "2", "why": "broken", "note": ""},
        set(),
    ),
    "/stock/{item}/minimum/": ({"minimum": "5"}, {("StockItem", "minimum")}),
    "/stock/lots/{lot}/edit/": ({"expires_on": "2031-01-31"}, {("Lot", "expires_on")}),
    "/stock/counts/{count}/add/": ({"lot": "", "counted": "4"}, set()),
    "/stock/counts/{count}/fill/": ({}, {("StockCountLine", "counted")}),
    "/stock/receipts/{receipt}/reverse/": ({"reason": "it"}, set()),
}


@pytest.mark.parametrize("url", STOCK_DIALOGS)
def test_a_dialog_of_the_stock_changes_its_own_fields_alone(world, url):
    typed, listed = STOCK_DIALOGS[url]
    line = world.count.lines.get()
    named = {
        "item": world.item.pk,
        "lot": world.lot.pk,
        "count": world.count.pk,
        "receipt": world.receipt.number,
    }
    typed = {"item": world.item.pk, f"counted_{line.pk}": "7", "override_shortage": "on", **typed}
    url = url.format(**named)
    models = (StockItem, Lot, StockCount, StockCountLine, StockMovement, Receipt)
    before, after = post(world, "manager", url, typed, *models)
    assert changed(before, after) == listed


def test_an_accountant_overrides_nothing_in_the_stock(world):
    """The box is not in the accountant's forms; sent all the same, it is not heard."""
    client, box = world.clients["accountant"], {"override_shortage": "on"}
    typed = {"lot": "L-7", "way": "less", "quantity": "5000", "why": "broken", **box}
    client.post(f"/stock/{world.item.pk}/correct/", {**typed, "form_token": new_token()})
    make_write_off(999, used(world.material, "500"))
    url = f"/stock/receipts/{world.receipt.number}/reverse/"
    client.post(url, {"reason": "it", **box, "form_token": new_token()})
    assert not StockMovement.objects.filter(shortage_overridden=True).exists()
    assert not StockMovement.objects.filter(kind="correction").exists()
    assert not StockMovement.objects.filter(receipt=world.receipt, reverses__isnull=False).exists()


def test_a_new_rate_has_no_more_than_its_form(world):
    typed = {
        "role": "performer",
        "employee": world.performer.pk,
        "service": "",
        "step": "",
        "group": "",
        "base": "net",
        "kind": "percent",
        "figure": "20",
    }
    before, _after = post(
        world, "accountant", "/payroll/rates/new/", {**typed, "valid_from": timezone.localdate()}, Rate
    )
    made = Rate.objects.latest("pk")
    assert len(before) + 1 == Rate.objects.count()
    assert (made.percent, made.amount, made.is_active, made.valid_from) == (
        20,
        None,
        True,
        timezone.localdate(),
    )


def test_a_receipt_draws_its_own_number(world):
    lines = {
        "lines-TOTAL_FORMS": 1,
        "lines-INITIAL_FORMS": 0,
        "lines-0-material": world.material.pk,
        "lines-0-quantity": 2,
    }
    hostile = everything_of(StockMovement, prefix="lines-0-", listed=("quantity", "lot", "unit_cost"))
    typed = {
        "supplier": "S",
        "received_on": timezone.localdate(),
        "warehouse": world.item.warehouse_id,
        "note": "",
    }
    post(world, "manager", "/stock/receipts/new/", {**hostile, **lines, **typed}, Receipt)
    made = Receipt.objects.latest("pk")
    assert made.number.startswith("R-")
    assert made.received_on == timezone.localdate() != date(2001, 2, 3)
    moved = made.movements.get()
    assert (moved.kind, moved.order, moved.shortage_overridden) == ("receipt", None, False)
