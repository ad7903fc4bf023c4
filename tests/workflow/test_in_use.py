"""Switching off what is still in use: what depends on it is named, and the person decides."""

from decimal import Decimal

import pytest
from django.utils import timezone

from catalog.models import Material, Service
from customers.models import Counterparty
from documents.making import new_document
from documents.models import DocumentType, ServiceDocument
from lab.in_use import uses_of
from lab.models import Employee
from lab.once import new_token
from orders.models import Marker
from orders.states import Status
from tests.access.forms_on_pages import forms_of
from tests.factories.analytes import make_analyte, make_derived, make_results
from tests.factories.catalog import make_service
from tests.factories.document_types import make_document_type
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_line, make_order, make_technician
from tests.factories.stock import make_stocked

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return client_of(make_employee(roles=["administrator"]))


@pytest.fixture
def order():
    """In production, with a marker, a draft act and a material of which there is some."""
    service = make_service(name="Crown", code="C-1", norms={make_stocked("10"): Decimal(1)})
    order = make_order(make_line(service, performer=make_technician(name="Nadia")), status=Status.PRODUCTION)
    order.markers.add(Marker.objects.create(name="Rush"))
    return order


def test_a_document_type_names_the_services_that_ask_for_it_and_its_unfinished_documents(order):
    document_type = make_document_type()
    assert told(document_type) == ""
    service = make_service(name="Blood count", code="B-1")
    ServiceDocument.objects.create(service=service, document_type=document_type)
    offered = DocumentType.objects.on_offer().get(pk=document_type.pk)
    new_document(order, offered, at=timezone.now(), by=make_employee()).save()
    assert "1 service asks for it and would bring it no more: B-1." in told(document_type)
    assert f"1 document of it is being filled in, in {order.number}. It stays." in told(document_type)


def told(record) -> str:
    return " | ".join(use.sentence for use in uses_of(record))


def test_open_work_of_a_person_is_named(order):
    said = told(Employee.objects.get(name="Nadia"))
    assert f"1 task is not finished, in {order.number}." in said
    assert f"1 draft act names this person, in {order.number}" in said


def test_what_depends_on_a_customer_a_service_a_material_and_a_marker_is_named(order):
    assert told(order.customer) == f"1 order is open: {order.number}."
    assert told(Service.objects.get()) == f"1 order is open: {order.number}."
    assert told(Marker.objects.get()) == f"1 order is open: {order.number}."
    said = told(Material.objects.get())
    assert "1 service uses it: C-1." in said
    assert "1 draft act writes it off." in said
    assert "are on hand" in said


def test_what_asks_for_an_analyte_and_comes_of_it_is_named(chief):
    order = make_order()
    analyte = make_analyte("Lactate")
    make_results(order, {analyte: "4.1"})
    make_derived("ratio", analyte, make_analyte(), name="Quotient")
    assert told(analyte).startswith("1 document type asks for it: Protocol ")
    assert told(analyte).endswith(" | 1 analyte comes of it: Quotient.")
    url = f"/documents/analytes/{analyte.pk}/edit/"
    form = next(form for form in forms_of(chief.get(url)) if "seen" in form.hidden)
    asked = chief.post(url, form.sent(is_active="", form_token=new_token()))
    assert asked.status_code == 409
    assert "1 analyte comes of it: Quotient." in asked.content.decode()


def test_a_debt_is_named():
    order = make_order(status=Status.REALIZED)
    assert told(order.customer) == f"The customer still owes {order.final_price} EUR."


def test_a_person_is_let_go_after_the_open_work_was_read(chief, order):
    nadia = Employee.objects.get(name="Nadia")
    address = f"/team/{nadia.pk}/deactivate/"
    asked = chief.post(address, {"form_token": new_token()})
    assert asked.status_code == 409
    assert "1 task is not finished" in asked.content.decode()
    nadia.refresh_from_db()
    assert nadia.is_active
    assert chief.post(address, {"form_token": new_token(), "sure": "1"}).status_code == 302
    nadia.refresh_from_db()
    assert not nadia.is_active
    assert order.tasks.get().performer == nadia


def test_a_person_without_open_work_is_let_go_at_once(chief):
    idle = make_technician()
    assert chief.post(f"/team/{idle.pk}/deactivate/", {"form_token": new_token()}).status_code == 302


@pytest.mark.parametrize(
    ("model", "page"),
    [
        (Counterparty, "/customers/{}/edit/"),
        (Service, "/catalog/services/{}/edit/"),
        (Counterparty, "/admin/customers/counterparty/{}/change/"),
        (Service, "/admin/catalog/service/{}/change/"),
        (Material, "/admin/catalog/material/{}/change/"),
        (Marker, "/admin/orders/marker/{}/change/"),
        (Employee, "/admin/lab/employee/{}/change/"),
    ],
)
def test_every_form_that_switches_off_asks_first_and_keeps_what_was_typed(chief, order, model, page):
    record = Employee.objects.get(name="Nadia") if model is Employee else model.objects.get()
    url = page.format(record.pk)
    (form,) = [form for form in forms_of(chief.get(url)) if "is_active" in form.choices]
    asked = chief.post(url, form.sent(is_active=None, name="New name", form_token=new_token()))
    assert asked.status_code == 409
    assert "Still in use" in asked.content.decode()
    (again,) = [form for form in forms_of(asked) if "is_active" in form.choices]
    assert (again.texts["name"], again.choices["is_active"].chosen) == ("New name", [])
    record.refresh_from_db()
    assert record.is_active
    assert chief.post(url, again.sent(sure="1", form_token=new_token())).status_code == 302
    record.refresh_from_db()
    assert (record.name, record.is_active) == ("New name", False)
