"""Rows of the order list in files: of thousands of orders what the chosen columns say, and nothing else.

What they say is worked out as for a page (``order_rows``); what only a page shows is neither read nor put into words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from billing.standing import PaymentState, payment_states
from common.among import among
from common.fields import QuantityField
from common.kept_statements import kept_of_many
from common.lists import FileRows
from common.lists.asked import Asked
from common.texts_together import BETWEEN, together
from orders.models import Order, OrderLine
from orders.states import Status
from workflow.pages.order_rows import CHARGED, is_owed, lines_by_order, named, price_of

READS = {
    "number": ("number",),
    "state": (),
    "patient": ("patient_name",),
    "customer": ("customer__name",),
    "contact": ("contact__name",),
    "services": (),
    "due": ("due_on",),
    "drawn": ("created_at",),
    "rush": ("rush_percent",),
    "price": (
        *("final_price", "currency"),
        *("discount_percent", "discount_amount", "rush_percent", "prices_include_tax"),
    ),
    "payment": ("final_price",),
}
"""What each column reads of an order, beside id and state."""


@dataclass(slots=True)
class FileRow:
    """One order, by the names of ``OrderRow``; what no chosen column asks is not there."""

    order: Any
    state_label: str
    services_exact: str | None
    amount: Decimal | None
    payment: str | None

    number = property(attrgetter("order.number"))
    patient = property(attrgetter("order.patient_name"))
    customer = property(attrgetter("order.customer__name"))
    contact = property(attrgetter("order.contact__name"))
    due_on = property(attrgetter("order.due_on"))
    created_at = property(attrgetter("order.created_at"))
    currency = property(attrgetter("order.currency"))

    @property
    def is_rush(self) -> bool:
        return self.order.rush_percent is not None


def _reads(asked: Asked) -> Sequence[str]:
    return list(dict.fromkeys(chain(("pk", "status"), *(READS[column.name] for column in asked.columns))))


def _shown(orders: list, asked: Asked) -> list[FileRow]:
    chosen = {column.name for column in asked.columns}
    states = {state.value: str(state.label) for state in Status}
    services = _services(orders) if "services" in chosen else {}
    amounts = _amounts(orders) if "price" in chosen else {}
    payments = _payments(orders) if "payment" in chosen else {}
    return [
        FileRow(
            order, states[order.status], services.get(order.pk), amounts.get(order.pk), payments.get(order.pk)
        )
        for order in orders
    ]


IN_FILES = FileRows(_reads, _shown)


@kept_of_many
def _lines(ids: Sequence[int]) -> QuerySet:
    """Of each order its lines as one text, quantity and name: a hundred thousand orders have half a million lines."""
    lines = OrderLine.objects.current().filter(order=OuterRef("pk")).order_by()
    told = together(Cast("quantity", TextField()), "name", by=("position", "pk"))
    orders = Order.objects.filter(among("pk", ids)).order_by()
    return orders.values_list("pk", Subquery(lines.values_list(told)[:1]))


class _Named(dict):
    """By what is told of a line, how it is named. Most lines are like others."""

    def __missing__(self, told: str) -> str:
        units, _blank, name = told.partition(" ")
        self[told] = named(name, QuantityField.of_units(int(units)))
        return self[told]


def _services(orders: Iterable) -> dict[int, str]:
    words = _Named()
    return {
        pk: ", ".join([words[line] for line in told.split(BETWEEN)])
        for pk, told in _lines([order.pk for order in orders])
        if told
    }


def _amounts(orders: Iterable) -> dict[int, Decimal]:
    """The final price, and what an order comes to before that is known."""
    owed = [order for order in orders if is_owed(order)]
    lines, adjusted = lines_by_order([order.pk for order in owed if order.final_price is None])
    return {order.pk: price_of(order, lines[order.pk], adjusted) for order in owed}


def _payments(orders: Iterable) -> dict[int, str]:
    words = {state.value: str(state.label) for state in PaymentState}
    states = payment_states(order for order in orders if order.status in CHARGED)
    return {pk: words[state] for pk, state in states.items()}
