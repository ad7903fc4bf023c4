"""Forms of people, customers, patients, services and orders take what they show."""

import pytest

from catalog.models import Service
from customers.models import Address, Contact, Counterparty, Patient
from lab.models import Employee
from lab.once import new_token
from orders.models import Order, OrderLine, Task
from orders.states import Status
from tests.access.takes_no_more.posting import changed, everything_of, post, snapshot

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


def _rows(prefix: str) -> dict:
    return {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}


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
        **_rows("price_lists"),
    }
    listed = {"legal_name", "tax_id", "requisites", "payer_name", "payer_details", "email", "phone", "notes"}
    typed |= dict.fromkeys(listed, "") | {"is_owner": "", "payment_days": "", "currency": ""}
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
    typed |= _rows("price_lists")
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
        "counts_by": service.counts_by,
        "pontics_as": "",
        "review_required": "on",
        "is_active": "on",
    }
    typed |= {**_rows("norms"), **_rows("steps"), **_rows("included")}
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
