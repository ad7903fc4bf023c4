"""Rows of the order list: everything a row says, put into words here so that the template only sets it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Value
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.models import PriceAdjustment
from billing.standing import PaymentState, payment_states
from common.days import day as written_day
from common.days import weekday_in_full
from common.money import ZERO
from common.templatetags.labsite import figure, money, quantity
from lab.permissions import may
from orders.models import Order, OrderLine
from orders.models.order import WORKING, terms_of
from orders.pricing import LinePrice, price_order
from orders.states import Status
from orders.templatetags.orders import due_in_words

SHOWN = (
    *("pk", "number", "status", "awaited", "expected_on", "due_on", "final_price", "currency"),
    *("discount_percent", "discount_amount", "rush_percent", "prices_include_tax"),
    *("patient_name", "patient_species", "patient_age", "customer__name", "contact__name"),
)
"""What a row shows of an order: a plain tuple of this is read in half the time of an order."""
SERVICES_NAMED = 2
NOTHING, QUIET, ALARM = escape(""), escape("quiet"), escape("alarm")
STATE_ICONS = {
    Status.DRAFTING: "pencil",
    Status.PENDING: "hourglass-split",
    Status.PRODUCTION: "gear",
    Status.REVIEW: "eye",
    Status.PRODUCED: "check2",
    Status.REALIZED: "check2-all",
    Status.CANCELLED: "x-circle",
}
PAYMENT_TAGS = {
    PaymentState.PART_PAID: "tag tag-caution",
    PaymentState.IN_ADVANCE: "tag",
    PaymentState.PAID: "tag tag-good",
    PaymentState.OVERPAID: "tag",
}
"""Unpaid is the rule before an order is realized, so it stays quiet."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order. Texts are ready to be shown; "" where there is nothing, or nothing that the viewer may see.

    ``tick`` is the order's id where the viewer may realize it with others.
    """

    number: str
    url: str
    state: str
    state_icon: str
    state_label: str
    awaited: str
    customer: str
    contact: str
    patient: str
    patient_note: str
    services: str
    services_more: str
    markers: Sequence[tuple[str, str]]
    due: str
    due_exact: str
    due_note: str
    is_overdue: bool
    alarm: str
    price: str
    price_note: str
    payment: str
    payment_tag: str
    tick: str
    tick_amount: str
    tick_currency: str

    # Templates ask for an item before an attribute; without this each of a thousand answers is an exception.
    __getitem__ = object.__getattribute__


def rows_of(orders: list, viewer, today: date) -> list[OrderRow]:
    """The rows of orders that were read with ``SHOWN``; the number of queries does not depend on how many there are."""
    ids = [order.pk for order in orders]
    lines, adjusted = _lines_by_order(ids)
    markers = _markers_by_order(ids)
    paid = payment_states(orders) if may(viewer, "see_billing") else {}
    words = _Words(today, may(viewer, "see_prices"), may(viewer, "realize"), adjusted)
    words.currency = one_currency(orders)
    return [words.row(order, lines[order.pk], markers[order.pk], paid.get(order.pk)) for order in orders]


def one_currency(orders: list) -> str:
    """That of all of them, to stand in the head of the column; "" where they differ and each says its own."""
    found = {order.currency for order in orders}
    return found.pop() if len(found) == 1 else ""


def _lines_by_order(ids: list[int]) -> tuple[dict[int, list[tuple]], dict[int, Decimal]]:
    """The lines of each order, and what was agreed on beside them: one statement for both."""
    columns = ("order_id", "position", "pk", "name", "quantity", "amount", "tax_percent")
    lines = OrderLine.objects.current().filter(order__in=ids).order_by().values_list(*columns)
    agreed = (
        PriceAdjustment.objects.filter(order__in=ids)
        .order_by()
        .annotate(position=Value(-1), name=Value(""), quantity=Value(0), tax_percent=Value(0))
    )
    found, adjusted = defaultdict(list), defaultdict(lambda: ZERO)
    rows = lines.union(agreed.values_list(*columns), all=True).order_by("order_id", "position", "pk")
    for order_id, position, _pk, name, pieces, amount, tax in rows:
        if position < 0:
            adjusted[order_id] += amount
        else:
            found[order_id].append((name, pieces, LinePrice(amount, amount, tax)))
    return found, adjusted


def _markers_by_order(ids: list[int]) -> dict[int, list[tuple[str, str]]]:
    found = defaultdict(list)
    put = Order.markers.through.objects.filter(order__in=ids).order_by(
        "marker__position", "marker__name_key", "marker"
    )
    for order_id, name, colour in put.values_list("order_id", "marker__name", "marker__colour"):
        found[order_id].append((name, colour))
    return found


class _Words:
    """What costs time for each row is worked out once a page: labels, the address, days already written.

    What is the same in many rows is escaped here, once; the template does not do it again.
    """

    def __init__(self, today: date, with_prices: bool, with_ticks: bool, adjusted: Mapping[int, Decimal]):
        self.today, self.with_prices, self.with_ticks = today, with_prices, with_ticks
        self.adjusted, self.currency = adjusted, ""
        self.labels = {state.value: escape(state.label) for state in Status}
        self.payments = {state.value: escape(state.label) for state in PaymentState}
        self.address = reverse("workflow:order_page", args=["-"])
        self.working = frozenset(WORKING)
        self.preliminary = escape(_("preliminary"))
        self.more: dict[int, str] = {}
        self.days: dict[date, tuple[str, str, str]] = {}

    def row(
        self, order: Order, lines: list, markers: Sequence[tuple[str, str]], paid: str | None
    ) -> OrderRow:
        working = order.status in self.working
        due, exact, note = self._due(order.due_on) if order.due_on else (NOTHING,) * 3
        is_overdue = bool(working and order.due_on and order.due_on < self.today)
        services, more = self._services(lines)
        owed = order.status != Status.CANCELLED  # nobody owes anything for what is not made
        return OrderRow(
            number=order.number,
            url=self.address.replace("/-/", f"/{order.number}/"),
            state=order.status,
            state_icon=STATE_ICONS[order.status],
            state_label=self.labels[order.status],
            awaited=self._awaited(order),
            customer=order.customer__name,
            contact=order.contact__name or NOTHING,
            patient=order.patient_name,
            patient_note=order.patient_species or order.patient_age or NOTHING,
            services=services,
            services_more=more,
            markers=markers,
            due=due,
            due_exact=exact,
            due_note=note if working else NOTHING,
            is_overdue=is_overdue,
            alarm=ALARM if is_overdue else NOTHING,
            price=self._price(order, lines) if owed else NOTHING,
            price_note=self.preliminary
            if owed and self.with_prices and order.final_price is None
            else NOTHING,
            payment=self.payments[paid] if paid and owed else NOTHING,
            payment_tag=PAYMENT_TAGS.get(paid, QUIET) if paid and owed else NOTHING,
            **self._tick(order),
        )

    def _tick(self, order) -> dict[str, str]:
        if not self.with_ticks or order.status != Status.PRODUCED:
            return {"tick": "", "tick_amount": "", "tick_currency": ""}
        return {
            "tick": str(order.pk),
            "tick_amount": str(order.final_price or ZERO),
            "tick_currency": order.currency,
        }

    def _awaited(self, order) -> str:
        if not order.expected_on:
            return order.awaited or NOTHING
        return _("%(what)s, expected %(day)s") % {
            "what": order.awaited,
            "day": self._due(order.expected_on)[0],
        }

    def _due(self, day: date) -> tuple[str, str, str]:
        """Short, in full, and how far away."""
        if day not in self.days:
            told = written_day(day), weekday_in_full(day), due_in_words(day)
            self.days[day] = tuple(escape(text) for text in told)
        return self.days[day]

    def _price(self, order: Order, lines: list) -> str:
        if not self.with_prices:
            return ""
        if order.final_price is not None:
            return self._amount(order.final_price, order)
        price = price_order([price for _name, _pieces, price in lines], terms_of(order))
        return self._amount(price.preliminary + self.adjusted.get(order.pk, ZERO), order)

    def _amount(self, amount: Decimal, order: Order) -> str:
        return figure(amount, self.currency) if self.currency else money(amount, order.currency)

    def _services(self, lines: list) -> tuple[str, str]:
        """The first services with their quantities, and how many more there are."""
        first = lines[:SERVICES_NAMED]
        named = [name if amount == 1 else f"{quantity(amount)} × {name}" for name, amount, _price in first]
        more = len(lines) - len(first)
        if more and more not in self.more:
            self.more[more] = escape(ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more})
        return ", ".join(named), self.more.get(more, NOTHING)
