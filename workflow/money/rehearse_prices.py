"""What a version of a price list would have made of orders that are there. Nothing is written."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from catalog.models import PriceListVersion
from catalog.prices import as_sold, book_of, with_names
from catalog.pricing import RuleBook, Sold
from common.currencies import places_of
from common.exchange import exchanged
from common.midnight import midnight
from common.money import ZERO
from customers.models import Counterparty
from orders.models import OrderLine
from orders.models.line import PriceFrom
from orders.models.order import OPEN
from orders.pricing import price_line
from orders.states import Status

LINES_SHOWN = 30
"""Of the lines of a customer that would change, at most; the sums are of all."""


@dataclass(frozen=True)
class Change:
    """A line that would cost something else: each, and altogether."""

    line: OrderLine
    unit_then: Decimal
    then: Decimal

    @property
    def difference(self) -> Decimal:
        return self.then - self.line.amount


@dataclass
class Sums:
    """What the lines of one customer in one currency come to, and what they would. ``changes`` are the first ones."""

    customer: Counterparty | None
    currency: str
    now: Decimal = ZERO
    then: Decimal = ZERO
    lines: int = 0
    changed: int = 0
    changes: list[Change] = field(default_factory=list)

    @property
    def difference(self) -> Decimal:
        return self.then - self.now

    @property
    def not_shown(self) -> int:
        return self.changed - len(self.changes)

    def add(self, line: OrderLine, unit_then: Decimal) -> None:
        places = places_of(self.currency)
        then = price_line(line.quantity, unit_then, line.discount_percent, places).amount
        self.now, self.then, self.lines = self.now + line.amount, self.then + then, self.lines + 1
        if unit_then != line.unit_price:
            self.changed += 1
            if len(self.changes) < LINES_SHOWN:
                self.changes.append(Change(line, unit_then, then))


@dataclass(frozen=True)
class Rehearsal:
    """Sums by customer, and of all of them by currency."""

    customers: list[Sums]
    totals: list[Sums]


@dataclass(frozen=True)
class PricesRehearsed:
    """The open orders, and those that were drawn up in the last quarter, whose first and last day these are."""

    open: Rehearsal
    quarter: Rehearsal
    first: date
    last: date


def rehearse_prices(version: PriceListVersion, customers: Collection[int], today: date) -> PricesRehearsed:
    """For these customers (by id), in three statements whatever their number.

    A typed price stays; everything else is priced from what the catalogue said when the line was added.
    """
    first, last = last_quarter(today)
    begins, ends = midnight(first), midnight(last + timedelta(days=1))
    drawn_up_then = Q(order__created_at__gte=begins, order__created_at__lt=ends)
    lines = OrderLine.objects.current().filter(order__customer__in=customers)
    lines = lines.filter(drawn_up_then | Q(order__status__in=OPEN)).exclude(order__status=Status.CANCELLED)
    rows = list(lines.select_related("order__customer", "service").order_by("-order__pk", "position", "pk"))
    book = book_of(with_names(version.rules.all()))
    return PricesRehearsed(
        open=_rehearsal((row for row in rows if row.order.status in OPEN), book),
        quarter=_rehearsal((row for row in rows if begins <= row.order.created_at < ends), book),
        first=first,
        last=last,
    )


def last_quarter(today: date) -> tuple[date, date]:
    """First and last day of the quarter before the present one."""
    began = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    last = began - timedelta(days=1)
    return last.replace(month=last.month - 2, day=1), last


def unit_price_by(book: RuleBook, line: OrderLine) -> Decimal:
    """What one unit of the line costs by the rules; the typed price where one was agreed.

    A line that was converted is priced from the catalogue of today, in the service's own currency, at its own rate.
    """
    if line.price_rule == PriceFrom.TYPED:
        return line.unit_price
    if line.exchange_rate is not None and line.foreign_currency == line.service.currency:
        price = book.price(as_sold(line.service)).price
        return exchanged(price, line.exchange_rate, places_of(line.order.currency))
    price = line.service.price if line.catalog_price is None else line.catalog_price
    return book.price(Sold(line.service_id, line.service.group_id, price, line.order.currency)).price


def _rehearsal(lines: Iterable[OrderLine], book: RuleBook) -> Rehearsal:
    customers: dict[tuple[int, str], Sums] = {}
    totals: dict[str, Sums] = {}
    for line in lines:
        currency, customer = line.order.currency, line.order.customer
        unit_then = unit_price_by(book, line)
        customers.setdefault((customer.pk, currency), Sums(customer, currency)).add(line, unit_then)
        totals.setdefault(currency, Sums(None, currency)).add(line, unit_then)
    by_name = sorted(
        customers.values(), key=lambda one: (one.customer.name_key, one.customer.pk, one.currency)
    )
    return Rehearsal(by_name, list(totals.values()))
