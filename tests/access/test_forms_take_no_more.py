"""Mass assignment: a form posted with every field of its model and fifty invented ones changes the listed ones."""

from datetime import date, timedelta

import pytest
from django.db import models
from django.utils import timezone

from billing.models import Act, ActLine
from catalog.models import Service
from common.finding import written
from customers.models import Address, Contact, Counterparty, Patient
from lab.models import Employee
from lab.once import new_token
from orders.models import Order, OrderLine, Task
from orders.states import Status
from payroll.models import Rate
from stock.models import Receipt, StockMovement

pytestmark = pytest.mark.django_db

INVENTED = {f"invented_{number}": "x" for number in range(40)} | {
    "is_staff": "on", "is_superuser": "on", "roles": "administrator", "user": "1", "actor": "1",
    "event": "1", "at": "2001-01-01", "pk": "1", "id": "1", "status__in": "realized",
}  # fmt: skip


def everything_of(model, *, listed=(), prefix="") -> dict:
    """A changed value for every field of the model that the form does not list."""
    fields = [one for one in model._meta.concrete_fields if one.name not in listed]
    return {f"{prefix}{one.name}": _evil(one) for one in fields} | {
        f"{prefix}{one.attname}": _evil(one) for one in fields
    }


def _evil(one: models.Field):
    if one.choices:
        return [value for value, _label in one.flatchoices if value][-1]
    kinds = {
        models.BooleanField: "on",
        models.DateField: "2001-02-03",
        models.DateTimeField: "2001-02-03 04:05",
    }
    numbers = (models.IntegerField, models.AutoField, models.DecimalField, models.ForeignKey)
    return next(
        (said for kind, said in kinds.items() if isinstance(one, kind)),
        7 if isinstance(one, numbers) else "EVIL",
    )


def snapshot(*models_) -> dict:
    """(table, key) → every column of every row, but for those that the row writes about itself."""
    return {
        (model, row["pk"]): {name: said for name, said in row.items() if name != "pk"}
        for model in models_
        for row in model._base_manager.values("pk", *(one.attname for one in _columns(model)))
    }


def _columns(model) -> list:
    return [one for one in model._meta.concrete_fields if one not in written(model)]


def _write_only_the_truth(*models_) -> bool:
    """Whether the columns that rows write about themselves say what the rows say, and nothing that was sent."""
    return all(
        getattr(row, one.attname) == one.text_of(row)
        for model in models_
        for row in model._base_manager.all()
        for one in written(model)
    )


def changed(before: dict, after: dict) -> set[tuple[str, str]]:
    """(model, column) of every column that differs in a row that was there before."""
    return {
        (model.__name__, name)
        for (model, pk), row in before.items()
        for name, said in row.items()
        if after[model, pk][name] != said
    }


def post(world, role: str, url: str, typed: dict, *models_):
    """Send the form with everything added; what changed, after a check that the form itself was taken."""
    hostile = {name: said for model in models_ for name, said in everything_of(model).items()}
    before = snapshot(*models_)
    answer = world.clients[role].post(url, {**hostile, **INVENTED, **typed, "form_token": new_token()})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert _write_only_the_truth(*models_)
    return before, snapshot(*models_)


def test_own_details_are_e_mail_and_phone(world):
    for role in ("technician", "accountant"):
        typed = {"email": f"{role}@example.com", "phone": "12"}
        before, after = post(world, role, "/me/", typed, Employee)
        assert changed(before, after) == {("Employee", "email"), ("Employee", "phone")}
        assert Employee.objects.get(pk=world.people[role].pk).roles_held() == {role}


def test_the_page_of_a_person_switches_neither_roles_nor_log_ins(world):
    person = world.people["technician"]
    typed = {
        "name": "New name",
        "email": "a@example.com",
        "username": person.username,
        "position": "x",
        "phone": "1",
    }
    before, after = post(world, "administrator", f"/team/{person.pk}/edit/", typed, Employee)
    assert changed(before, after) == {("Employee", name) for name in ("name", "email", "position", "phone")}
    assert Employee.objects.get(pk=person.pk).roles_held() == {"technician"}


def test_the_customer_form_changes_the_customer_alone(world):
    typed = {
        "kind": "legal",
        "name": "West clinic",
        "is_active": "on",
        "tags": "",
        **_rows("contacts"),
        **_rows("addresses"),
    }
    listed = {"legal_name", "tax_id", "requisites", "payer_name", "payer_details", "email", "phone", "notes"}
    typed |= dict.fromkeys(listed, "") | {"is_owner": ""}
    url = f"/customers/{world.customer.pk}/edit/"
    before, after = post(world, "accountant", url, typed, Counterparty, Contact, Address)
    assert changed(before, after) == {("Counterparty", "name")}


def test_a_contact_is_taken_from_no_other_customer(world):
    """A row of the form names a contact of somebody else by its id."""
    stolen = Contact.objects.create(counterparty=world.other_customer, name="Dr Other")
    rows = {"contacts-TOTAL_FORMS": 1, "contacts-INITIAL_FORMS": 1, "contacts-0-id": stolen.pk}
    rows |= {
        "contacts-0-name": "Taken",
        "contacts-0-is_active": "on",
        "contacts-0-counterparty": world.customer.pk,
    }
    typed = {"kind": "legal", "name": "West clinic", "is_active": "on", **rows, **_rows("addresses")}
    before = snapshot(Counterparty, Contact)
    url = f"/customers/{world.customer.pk}/edit/"
    world.clients["manager"].post(url, {**typed, "form_token": new_token()})
    after = snapshot(Counterparty, Contact)
    assert after[Contact, stolen.pk] == before[Contact, stolen.pk]


def test_the_patient_form_changes_the_listed_fields_alone(world):
    typed = dict.fromkeys(("sex", "born_on", "species", "breed", "owner", "card_number", "notes"), "")
    typed |= {"kind": "person", "name": "Somebody else", "new_owner_name": "", "new_owner_phone": ""}
    before, after = post(world, "manager", f"/patients/{world.patient.pk}/edit/", typed, Patient)
    assert changed(before, after) == {("Patient", "name")}


def test_the_service_form_changes_the_listed_fields_alone(world):
    service = world.service
    typed = {"group": service.group_id, "code": "NEW", "name": "New", "price": "130.00", "currency": "EUR"}
    typed |= {
        "tax_rate": service.tax_rate_id,
        "lead_days": service.lead_days,
        "review_required": "on",
        "is_active": "on",
    }
    typed |= {**_rows("norms"), **_rows("steps")}
    before, after = post(world, "manager", f"/catalog/services/{service.pk}/edit/", typed, Service)
    assert changed(before, after) == {("Service", name) for name in ("code", "name", "price")}


def test_the_order_form_moves_no_state_and_sets_no_final_price(world):
    order = world.orders[Status.DRAFTING]
    line, hostile = order.lines.get(), {}
    for model in (OrderLine, Task):
        hostile |= everything_of(model, prefix="lines-0-", listed=("service", "quantity", "unit_price"))
    rows = {
        "lines-TOTAL_FORMS": 1,
        "lines-INITIAL_FORMS": 0,
        "lines-0-line": line.pk,
        "lines-0-service": line.service_id,
    }
    rows |= {"lines-0-quantity": "3", "lines-0-unit_price": "120.00", "lines-0-discount": ""}
    rows |= {"lines-0-performer": world.performer.pk, "lines-0-assistant": world.assistant.pk}
    rows |= dict.fromkeys(
        (f"lines-0-{kind}" for kind in ("teeth", "shade", "material", "specimen", "container", "note")), ""
    )
    typed = {
        "customer": world.customer.pk,
        "contact": "",
        "patient": world.patient.pk,
        "due_on": order.due_on,
    }
    typed |= {f"patient_{name}": "" for name in ("kind", "name", "sex", "age", "species", "breed", "owner")}
    typed |= {"instructions": "Careful.", "tray": "", "rush_percent": "", "version": order.version}
    url = f"/orders/{order.number}/edit/"
    before, after = post(world, "manager", url, {**hostile, **rows, **typed}, Order, OrderLine, Task)
    listed = {"instructions", "version", "patient_kind", "patient_name", "patient_age"}
    assert changed(before, after) <= {("Order", name) for name in listed} | {
        ("OrderLine", name) for name in ("position", "quantity", "gross", "amount")
    }
    assert after[OrderLine, line.pk]["amount"] == 360


DIALOGS = {
    "comment": (Status.PRODUCTION, "technician", {"text": "A word."}, set()),
    "mark": (Status.PRODUCTION, "technician", {"markers": []}, set()),
    "update-due": (Status.PRODUCTION, "manager", {}, {"due_on", "version"}),
    "plan-work": (Status.DRAFTING, "manager", {}, set()),
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
    always = {"customer": world.other_customer.pk, "markers": [], "task_ids": again, **days}
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


def _rows(prefix: str) -> dict:
    return {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
