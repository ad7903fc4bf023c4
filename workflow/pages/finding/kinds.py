"""What can be found, who may see it, by which column it is looked for, how a row of it is told and where it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from billing.models import Act, ClosingDocument, Payment, Refund
from catalog.models import Service
from common.days import day_and_year
from common.finding import SEARCH
from common.folding import fold
from customers.models import Contact, Counterparty, Patient
from customers.models.patient import PatientKind
from documents.lifecycle import DocumentState
from documents.models import Document
from lab.models import Employee
from orders.models import Order
from orders.states import Status
from stock.models import Receipt

NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Row:
    """What the database says of one thing that was found: texts as the columns have them, "" where there is nothing.

    ``known`` is by what its page is addressed; ``near`` how like what was typed it is, 1 where it holds all of it.
    """

    place: int
    known: str
    pk: int
    text: str
    more: str
    also: str
    state: str
    last: str
    near: float

    @property
    def on(self) -> str:
        """The day that is the last thing told, in words."""
        return day_and_year(date.fromisoformat(self.last)) if self.last else ""


@dataclass(frozen=True)
class Kind:
    """``one`` is what a single one is called, ``head`` many. ``told`` makes the two texts of a row of its columns.

    ``shows`` are the columns of ``Row`` from ``text`` to ``last``; ``page`` is the view that shows one, ``list_page``
    one that finds all of them by ``q``, if there is one.
    """

    head: str
    one: str
    model: type[Model]
    action: str
    page: str
    shows: tuple[str, str, str, str, str]
    told: Callable[[Row], tuple[str, str]]
    known: str = "pk"
    column: str = SEARCH
    list_page: str = ""
    only: tuple[tuple[str, object], ...] = ()
    hash: str = ""
    by_customer: bool = False
    """Found by whose it is as well, by name."""
    by_name: bool = False
    """Shown by name, and found with a typing error; the others come newest first."""
    order: str = "-pk"
    """Which of too many are read: by a column that has an index, so that the first ones are found without the rest."""

    def address(self, known: str) -> str:
        return reverse(self.page, args=[known]) + self.hash

    def rows(self):
        return self.model._default_manager.filter(**dict(self.only)).order_by(self.order)


def _joined(*parts: str) -> str:
    return " · ".join(str(part) for part in parts if part)


def _order(row: Row):
    return _joined(row.text, row.more), _joined(row.also, Status(row.state).label)


def _patient(row: Row):
    return row.text, _joined(row.more or PatientKind(row.state).label, row.also)


def _customer(row: Row):
    left = "" if row.state else _t("no longer a customer")
    legal = "" if fold(row.text) in fold(row.more) else row.more
    return row.text, _joined(legal, row.also, left)


def _contact(row: Row):
    return row.text, _joined(row.more, row.also, row.last)


def _document(row: Row):
    return _joined(row.text, row.more), _joined(row.also, row.last, DocumentState(row.state).label)


def _service(row: Row):
    return f"{row.more} {row.text}", _joined(row.also, "" if row.state else _t("not on sale"))


def _person(row: Row):
    return row.text, _joined(row.more, "" if row.state else _t("no longer here"))


def _paper(row: Row):
    return row.text, _joined(row.more, row.also, row.on)


def _closing(row: Row):
    return row.text, _joined(ClosingDocument.Kind(row.state).label, row.more, row.on)


ORDERS = Kind(
    head=_("Orders"),
    one=_("Order"),
    model=Order,
    action="see_orders",
    page="workflow:order_page",
    known="number",
    shows=("number", "patient_name", "customer__name", "status", ""),
    told=_order,
    list_page="workflow:order_list",
)
DOCUMENTS = Kind(
    head=_("Documents"),
    one=_("Document"),
    model=Document,
    action="see_documents",
    page="workflow:document_page",
    shows=("title", "number", "order__number", "state", "order__patient_name"),
    told=_document,
    list_page="workflow:document_list",
    only=(("is_removed", False),),
)
CUSTOMERS = Kind(
    head=_("Customers"),
    one=_("Customer"),
    model=Counterparty,
    action="see_customers",
    page="workflow:customer_page",
    shows=("name", "legal_name", "phone", "is_active", ""),
    told=_customer,
    list_page="workflow:customer_list",
    only=(("merged_into", None),),
    by_name=True,
    order="name_key",
)
_money = partial(Kind, action="see_billing", known="number", by_customer=True)

KINDS: tuple[Kind, ...] = (
    ORDERS,
    Kind(
        head=_("Patients"),
        one=_("Patient"),
        model=Patient,
        action="see_patients",
        page="workflow:patient_page",
        shows=("name", "species", "owner__name", "kind", ""),
        told=_patient,
        list_page="customers:patient_list",
        only=(("merged_into", None),),
        by_name=True,
        order="name_key",
    ),
    CUSTOMERS,
    Kind(
        head=_("Contacts"),
        one=_("Contact"),
        model=Contact,
        action="see_customers",
        page="workflow:customer_page",
        known="counterparty",
        shows=("name", "position", "counterparty__name", "", "phone"),
        told=_contact,
        by_name=True,
    ),
    DOCUMENTS,
    Kind(
        head=_("Acts"),
        one=_("Act"),
        model=Act,
        action="see_acts",
        page="workflow:order_page",
        known="order__number",
        hash="#panel-acts",
        column=NUMBER,
        shows=("number", "order__number", "performer__name", "", "posted_on"),
        told=_paper,
        list_page="billing:act_list",
    ),
    _money(
        head=_("Closing documents"),
        one=_("Closing document"),
        model=ClosingDocument,
        page="billing:document_pdf",
        column=NUMBER,
        shows=("number", "customer__name", "", "kind", "issued_on"),
        told=_closing,
        list_page="billing:document_list",
    ),
    _money(
        head=_("Payments"),
        one=_("Payment"),
        model=Payment,
        page="billing:payment_page",
        told=_paper,
        shows=("number", "customer__name", "reference", "", "received_on"),
        list_page="billing:payment_list",
    ),
    _money(
        head=_("Refunds"),
        one=_("Refund"),
        model=Refund,
        page="billing:refund_page",
        told=_paper,
        shows=("number", "customer__name", "reference", "", "refunded_on"),
        list_page="billing:refund_list",
    ),
    Kind(
        head=_("Receipts"),
        one=_("Receipt"),
        model=Receipt,
        action="see_stock",
        page="stock:receipt_page",
        known="number",
        shows=("number", "supplier", "note", "", "received_on"),
        told=_paper,
    ),
    Kind(
        head=_("Services"),
        one=_("Service"),
        model=Service,
        action="see_catalog",
        page="workflow:service_page",
        shows=("name", "code", "group__name", "is_active", ""),
        told=_service,
        list_page="catalog:service_list",
        by_name=True,
        order="code",
    ),
    Kind(
        head=_("Team"),
        one=_("Employee"),
        model=Employee,
        action="administer",
        page="lab:person",
        shows=("name", "position", "", "is_active", ""),
        told=_person,
        only=(("is_service_account", False),),
        by_name=True,
        order="name_key",
    ),
)
"""In the sequence in which they stand below one another."""
