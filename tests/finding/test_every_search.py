"""Every page and picker with a search box finds every spelling. Which these are is found by asking all of them."""

from dataclasses import replace

import pytest
from django.db import transaction
from django.utils.datastructures import MultiValueDict

from billing.models import Act, ClosingDocument
from customers.models import Counterparty
from orders.states import Status
from papers.issuing import issue
from stock.models import Lot, StockMovement
from tests.access.arguments import walk
from tests.factories.analytes import make_analyte
from tests.factories.background import make_job
from tests.factories.billing import make_charged_order, make_event, make_payment, make_refund
from tests.factories.catalog import make_group, make_service
from tests.factories.customers import make_contact, make_counterparty, make_owner, make_patient
from tests.factories.document_types import make_document_type
from tests.factories.filling import make_filled, make_filled_type
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_line, make_order
from tests.factories.papers import paper_of
from tests.factories.price_lists import make_price_list
from tests.factories.stock import item_of, make_stocked
from tests.finding.spellings import SPELLINGS
from workflow.drawing_up.drafts import PatientDetails

pytestmark = pytest.mark.django_db
NOBODY = "qqxqq"
CLINIC = "The clinic of all contacts"


def _order_of_patient(name):
    return make_order(patient=PatientDetails(name=name)).number


def _order_of_customer(name):
    return make_order(customer=make_counterparty(name=name)).number


def _order_of_contact(name):
    contact = make_contact(name=name)
    return make_order(customer=contact.counterparty, contact_id=contact.pk).number


def _customer(**fields):
    return f"/customers/{make_counterparty(**fields).pk}/"


def _found_customer(row):
    return f'"id": {row.pk},'


def _contact(name):
    clinic = Counterparty.objects.filter(name=CLINIC).first() or make_counterparty(name=CLINIC)
    return f'"id": {make_contact(counterparty=clinic, name=name).pk},'


def _payment(**fields):
    return make_payment(fields.pop("customer", None) or make_counterparty(), **fields).number


def _refund(**fields):
    customer = fields.pop("customer", None) or make_counterparty()
    make_payment(customer)
    return make_refund(customer, **fields).number


def _balance(name):
    customer = make_counterparty(name=name)
    make_payment(customer)
    return f"/billing/customers/{customer.pk}/"


def _statement(name):
    return _balance(name).replace("/customers/", "/statements/")


def _age(name):
    make_payment(make_counterparty(name=name))
    return name


def _document(name):
    order = make_charged_order(customer=make_counterparty(name=name))
    return ClosingDocument.objects.get(customer=order.customer).number


def _lot(material):
    return Lot.objects.get(item__material=material)


def _received(material):
    return StockMovement.objects.get(item__material=material).receipt.number


def _filled(order=None, **made):
    return f"/documents/{make_filled(make_filled_type(**made), order).pk}/"


def _task(name):
    order = make_order(make_line(), patient=PatientDetails(name=name), status=Status.PENDING)
    return f"/orders/{order.number}/#panel-plan"


def _issued(name):
    released = _order_of_patient(name)
    with transaction.atomic():
        paper = issue(replace(paper_of(number=f"S-{released}", kind="protocol"), about=name), make_event())
    return paper.number


SEARCHES = {
    "workflow:find": [lambda name: f"/customers/{make_contact(name=name).counterparty_id}/"],
    "workflow:find_rows": [lambda name: f"/orders/{_order_of_patient(name)}/"],
    "workflow:document_list": [
        lambda name: _filled(name=name),
        lambda name: _filled(make_order(patient=PatientDetails(name=name))),
    ],
    "workflow:order_list": [_order_of_patient, _order_of_customer, _order_of_contact],
    "workflow:customer_list": [
        lambda name: _customer(name=name),
        lambda name: _customer(legal_name=name),
        lambda name: f"/customers/{make_contact(name=name).counterparty_id}/",
    ],
    "customers:customer_search": [
        lambda name: _found_customer(make_counterparty(name=name)),
        lambda name: _found_customer(make_counterparty(legal_name=name)),
        lambda name: _found_customer(make_contact(name=name).counterparty),
    ],
    "customers:contacts_of": [_contact],
    "customers:patient_list": [
        lambda name: f"/patients/{make_patient(name=name).pk}/",
        lambda name: f"/patients/{make_patient(kind='animal', owner=make_owner(name=name)).pk}/",
    ],
    "customers:patient_search": [lambda name: f'"id": {make_patient(name=name).pk},'],
    "catalog:service_list": [lambda name: f"/catalog/services/{make_service(name=name).pk}/"],
    "catalog:service_search": [lambda name: f'"id": {make_service(name=name).pk},'],
    "stock:lot_list": [
        lambda name: f"/stock/lots/{_lot(make_stocked(lot=name)).pk}/",
        lambda name: f"/stock/lots/{_lot(make_stocked(name=name, lot='L')).pk}/",
    ],
    "stock:movement_list": [lambda name: _received(make_stocked(name=name))],
    "workflow:task_list": [_task],
    "workflow:paper_list": [_issued],
    "background:job_list": [lambda name: f"/background/{make_job(about=name).pk}/try-again/"],
    "stock:item_list": [lambda name: f"/stock/{item_of(make_stocked(name=name)).pk}/"],
    "catalog:price_list_list": [lambda name: f"/catalog/price-lists/{make_price_list(name=name).pk}/"],
    "documents:type_list": [lambda name: f"/documents/types/{make_document_type(name=name).pk}/"],
    "documents:type_orders": [_order_of_patient, _order_of_customer],
    "catalog:price_targets": [
        lambda name: f'"id": "s{make_service(name=name).pk}"',
        lambda name: f'"id": "g{make_group(name=name).pk}"',
    ],
    "documents:analyte_list": [lambda name: f"/documents/analytes/{make_analyte(name=name).pk}/"],
    "billing:balance_list": [_balance],
    "billing:statement_list": [_statement],
    "billing:ages_csv": [_age],
    "billing:document_list": [_document],
    "billing:payment_list": [
        lambda name: _payment(reference=name),
        lambda name: _payment(customer=make_counterparty(name=name)),
    ],
    "billing:refund_list": [
        lambda name: _refund(reference=name),
        lambda name: _refund(customer=make_counterparty(name=name)),
    ],
}
"""Name of the view → makers: each makes a row of that name and says what the page shows when it is found."""

BY_NUMBER = {"billing:act_list"}
"""Searched by numbers alone, which have only letters and digits of ASCII."""


@pytest.fixture
def client():
    return client_of(make_employee(roles=["administrator"]))


def asked(key: str, typed: str) -> dict[str, object]:
    """What the page is asked; contacts are found only among those of one customer."""
    beside = {"customer": Counterparty.objects.get(name=CLINIC).pk} if key == "customers:contacts_of" else {}
    return {"q": typed, **beside}


def addresses():
    return {key: f"/{route}" for key, route, _view in walk() if "<" not in route and ":" in key}


def asks_for_words(client, address: str, monkeypatch) -> bool:
    """Whether the view looks for ``q`` in its address. Templates, which show it again, go another way."""
    asked, get = set(), MultiValueDict.get
    with monkeypatch.context() as patch:
        patch.setattr(
            MultiValueDict, "get", lambda query, name, *rest: asked.add(name) or get(query, name, *rest)
        )
        client.get(address)
    return "q" in asked


def test_the_table_names_every_view_that_searches(client, monkeypatch):
    ours = {key: at for key, at in addresses().items() if not key.startswith("admin:")}
    searching = {key for key, at in ours.items() if asks_for_words(client, at, monkeypatch)}
    assert searching == set(SEARCHES) | BY_NUMBER


def read(answer) -> str:
    """A page, or a table that comes in pieces."""
    return (answer.getvalue() if answer.streaming else answer.content).decode()


@pytest.mark.parametrize(
    ("key", "make"), [(key, make) for key, makers in SEARCHES.items() for make in makers]
)
def test_every_spelling_finds_the_row(client, key, make):
    address = addresses()[key]
    written = dict.fromkeys(name for name, _typed in SPELLINGS)
    shown = {name: make(name) for name in written}
    missed = [
        (name, typed)
        for name, typed in SPELLINGS
        if shown[name] not in read(client.get(address, asked(key, typed)))
    ]
    assert missed == []
    nobody = read(client.get(address, asked(key, NOBODY)))
    assert [name for name, found in shown.items() if found in nobody] == []


@pytest.mark.parametrize("typed", ["a–{}", "A−{}", " {} ", "“{}”"])
def test_a_number_is_found_with_any_dash_and_in_any_capitals(client, typed):
    order = make_charged_order()
    act = Act.objects.get(order=order)
    answer = client.get("/acts/", {"q": typed.format(act.number.removeprefix("A-"))}).content.decode()
    assert act.number in answer
    assert act.number not in client.get("/acts/", {"q": NOBODY}).content.decode()


@pytest.mark.parametrize("written", ["+49 30 1234107", "+49-30-1234107", "0049 (30) 12 34 107"])
@pytest.mark.parametrize("typed", ["+49 30 1234107", "4930 1234107", "+49301234107", "1234107"])
def test_a_telephone_is_found_as_it_is_dialled(client, typed, written):
    customer = make_counterparty(phone=written)
    assert f"/customers/{customer.pk}/" in client.get("/customers/", {"q": typed}).content.decode()
