"""Rows of the order list: everything a row says, put into words here so that the template only sets it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet, Value
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from billing.models import PriceAdjustment
from billing.standing import PaymentState, payment_states
from common.among import among
from common.days import day as written_day
from common.days import weekday_in_full
from common.kept_statements import kept_of_many
from common.money import ZERO
from common.templatetags.labsite import figure, money, quantity
from lab.permissions import may
from orders.models import Order, OrderEvent, OrderLine
from orders.models.order import WORKING, terms_of
from orders.pricing import LinePrice, preliminary_price
from orders.returned import AT_WORK, RETURN, returned_among
from orders.states import Status
from orders.templatetags.orders import due_in_words

SHOWN = (
    *("pk", "version", "number", "status", "awaited", "expected_on", "due_on", "final_price", "currency"),
    *("discount_percent", "discount_amount", "rush_percent", "prices_include_tax"),
    *("patient_name", "patient_species", "patient_age", "customer__name", "contact__name", "created_at"),
)
"""What a row shows of an order: a plain tuple of this is read in half the time of an order."""
SERVICES_NAMED = 2
NOTHING, QUIET, ALARM = escape(""), escape("quiet"), escape("alarm")
CHARGED = (Status.REALIZED,)
"""From here on the customer owes the order: before that “unpaid” would stand beside nearly every one."""
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
    PaymentState.UNPAID: "tag tag-caution",
    PaymentState.PART_PAID: "tag tag-caution",
    PaymentState.IN_ADVANCE: "tag",
    PaymentState.OVERPAID: "tag",
}
"""That an order is paid is the rule, so it stays quiet."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order. Texts are ready to be shown; "" where there is nothing, or nothing that the viewer may see.

    ``tick`` is the order's id and version; ``tick_amount`` what it is realized at, where the viewer may do that now.
    What stands behind the texts (``due_on``, ``amount`` …) is for files.
    """

    number: str
    url: str
    state: str
    state_icon: str
    state_label: str
    awaited: str
    returned: str
    customer: str
    customer_exact: str
    patient: str
    patient_note: str
    services: str
    services_more: str
    services_exact: str
    markers: Sequence[tuple[str, str]]
    due: str
    due_exact: str
    due_note: str
    is_overdue: bool
    alarm: str
    price: str
    price_kind: str
    price_note: str
    payment: str
    payment_tag: str
    tick: str
    tick_amount: str
    tick_currency: str
    contact: str
    due_on: date | None
    created_at: datetime
    is_rush: bool
    amount: Decimal | None
    currency: str

    # Templates ask for an item before an attribute; without this each of a thousand answers is an exception.
    __getitem__ = object.__getattribute__


def rows_of(orders: list, viewer, today: date) -> list[OrderRow]:
    """The rows of orders that were read with ``SHOWN``; the number of queries does not depend on how many there are."""
    ids = [order.pk for order in orders]
    lines, adjusted = lines_by_order(ids)
    markers = _markers_by_order(ids)
    charged = [order for order in orders if order.status in CHARGED]
    paid = payment_states(charged) if charged and may(viewer, "see_billing") else {}
    words = _Words(today, may(viewer, "see_prices"), may(viewer, "realize"), adjusted)
    words.currency, words.back = one_currency(orders), _returned_among(orders)
    return [words.row(order, lines[order.pk], markers[order.pk], paid.get(order.pk)) for order in orders]


def one_currency(orders: list) -> str:
    """That of all of them, to stand in the head of the column; "" where they differ and each says its own."""
    found = {order.currency for order in orders}
    return found.pop() if len(found) == 1 else ""


@kept_of_many
def _lines(ids: Sequence[int]) -> QuerySet:
    """The lines of each order, and what was agreed on beside them: one statement for both."""
    columns = ("order_id", "position", "pk", "name", "quantity", "amount", "tax_percent")
    lines = OrderLine.objects.current().filter(among("order_id", ids)).order_by().values_list(*columns)
    agreed = (
        PriceAdjustment.objects.filter(among("order_id", ids))
        .order_by()
        .annotate(position=Value(-1), name=Value(""), quantity=Value(0), tax_percent=Value(0))
    )
    return lines.union(agreed.values_list(*columns), all=True).order_by("order_id", "position", "pk")


@kept_of_many
def _markers(ids: Sequence[int]) -> QuerySet:
    put = Order.markers.through.objects.filter(among("order_id", ids))
    in_sequence = put.order_by("marker__position", "marker__name_key", "marker")
    return in_sequence.values_list("order_id", "marker__name", "marker__colour")


@kept_of_many
def _sent_back(ids: Sequence[int]) -> QuerySet:
    """Those that a reviewer ever sent back."""
    returns = OrderEvent.objects.filter(among("order_id", ids), verb=RETURN)
    return returns.order_by().values_list("order_id", flat=True)


def lines_by_order(ids: list[int]) -> tuple[dict[int, list[tuple]], dict[int, Decimal]]:
    found, adjusted = defaultdict(list), defaultdict(lambda: ZERO)
    for order_id, position, _pk, name, pieces, amount, tax in _lines(ids):
        if position < 0:
            adjusted[order_id] += amount
        else:
            found[order_id].append((name, pieces, LinePrice(amount, amount, tax)))
    return found, adjusted


def named(name: str, pieces: Decimal) -> str:
    """A line, in the list of what is ordered."""
    return name if pieces == 1 else f"{quantity(pieces)} × {name}"


def is_owed(order) -> bool:
    """Nobody owes anything for what is not made."""
    return order.status != Status.CANCELLED


def price_of(
    order, lines: Sequence[tuple[str, Decimal, LinePrice]], adjusted: Mapping[int, Decimal]
) -> Decimal:
    """The final price; before it is known what its lines and agreements come to."""
    if order.final_price is not None:
        return order.final_price
    price = preliminary_price([price for _name, _pieces, price in lines], terms_of(order))
    return price + adjusted.get(order.pk, ZERO)


def _markers_by_order(ids: list[int]) -> dict[int, list[tuple[str, str]]]:
    found = defaultdict(list)
    for order_id, name, colour in _markers(ids):
        found[order_id].append((name, colour))
    return found


def _returned_among(orders: list) -> set[int]:
    """Ids of those that a reviewer sent back and that are not done again; asked of those that ever were sent back."""
    ids = set(_sent_back([order.pk for order in orders if order.status in AT_WORK]))
    return (
        set(returned_among(Order.objects.filter(pk__in=ids)).values_list("pk", flat=True)) if ids else set()
    )


class _Words:
    """What costs time for each row is worked out once a page: labels, the address, days already written.

    What is the same in many rows is escaped here, once; the template does not do it again.
    """

    def __init__(self, today: date, with_prices: bool, may_realize: bool, adjusted: Mapping[int, Decimal]):
        self.today, self.with_prices, self.may_realize = today, with_prices, may_realize
        self.adjusted, self.currency, self.back = adjusted, "", set[int]()
        # As texts: what is lazy would be translated and escaped anew wherever it is looked at.
        self.labels = {state.value: escape(str(state.label)) for state in Status}
        self.payments = {state.value: escape(str(state.label)) for state in PaymentState}
        self.address = reverse("workflow:order_page", args=["-"])
        self.working = frozenset(WORKING)
        self.preliminary, self.returned = escape(_("preliminary")), escape(_("Returned"))
        self.days: dict[date, tuple[str, str, str]] = {}

    def row(
        self, order: Order, lines: list, markers: Sequence[tuple[str, str]], paid: str | None
    ) -> OrderRow:
        working = order.status in self.working
        due, exact, note = self._due(order.due_on) if order.due_on else (NOTHING,) * 3
        is_overdue = bool(working and order.due_on and order.due_on < self.today)
        services, more, every = self._services(lines)
        is_preliminary = order.final_price is None
        owed = is_owed(order)
        amount = price_of(order, lines, self.adjusted) if owed and self.with_prices else None
        return OrderRow(
            number=order.number,
            url=self.address.replace("/-/", f"/{order.number}/"),
            state=order.status,
            state_icon=STATE_ICONS[order.status],
            state_label=self.labels[order.status],
            awaited=self._awaited(order),
            returned=self.returned if order.pk in self.back else NOTHING,
            customer=order.customer__name,
            customer_exact=f"{order.customer__name} · {order.contact__name}"
            if order.contact__name
            else order.customer__name,
            patient=order.patient_name,
            patient_note=order.patient_species or order.patient_age or NOTHING,
            services=services,
            services_more=more,
            services_exact=every,
            markers=markers,
            due=due,
            due_exact=exact,
            due_note=note if working else NOTHING,
            is_overdue=is_overdue,
            alarm=ALARM if is_overdue else NOTHING,
            price=NOTHING if amount is None else self._amount(amount, order),
            price_kind=QUIET if is_preliminary else NOTHING,
            price_note=self.preliminary if owed and self.with_prices and is_preliminary else NOTHING,
            payment=self.payments[paid] if paid else NOTHING,
            payment_tag=PAYMENT_TAGS.get(paid, QUIET) if paid else NOTHING,
            contact=order.contact__name or NOTHING,
            due_on=order.due_on,
            created_at=order.created_at,
            is_rush=order.rush_percent is not None,
            amount=amount,
            currency=order.currency,
            **self._tick(order),
        )

    def _tick(self, order) -> dict[str, str]:
        tick = f"{order.pk}:{order.version}"
        if not self.may_realize or order.status != Status.PRODUCED:
            return {"tick": tick, "tick_amount": "", "tick_currency": ""}
        return {
            "tick": tick,
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

    def _amount(self, amount: Decimal, order: Order) -> str:
        return figure(amount, self.currency) if self.currency else money(amount, order.currency)

    def _services(self, lines: list) -> tuple[str, str, str]:
        """The first services with their quantities, how many more there are, and all of them."""
        every = [named(name, pieces) for name, pieces, _price in lines]
        more = len(lines) - SERVICES_NAMED
        first = ", ".join(every[:SERVICES_NAMED])
        return (first, escape(f"+{more}"), ", ".join(every)) if more > 0 else (first, NOTHING, first)
