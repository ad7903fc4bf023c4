"""What the accountant has to do: realize, send, ask for money, find a price. By customer, the longest waiting first.

Each section is read in two queries, whatever stands in it: its groups, and the first rows of those that are shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Sum, Window
from django.db.models.functions import Coalesce, RowNumber

from billing.models import ClosingDocument, ClosingDocumentOrder, Sending
from billing.owed import Owed, owed
from billing.standing import open_entries
from common.money import ZERO
from customers.models import Counterparty, account
from orders.models import Order, OrderLine
from orders.states import Status

PRODUCED, UNSENT, OVERDUE, UNPAID, UNPRICED = "produced", "unsent", "overdue", "unpaid", "unpriced"
SECTIONS = (OVERDUE, PRODUCED, UNSENT, UNPAID, UNPRICED)
PRICED = (Status.PENDING, Status.PRODUCTION, Status.REVIEW, Status.PRODUCED)
"""From Pending on an order's prices should stand; a draft may wait for them, and what is realized is charged."""


@dataclass(frozen=True)
class Bound:
    """How many customers of a section are shown, and how many rows of each."""

    customers: int
    rows: int


BRIEF, LONG = Bound(10, 3), Bound(200, 50)


@dataclass
class Group:
    """One customer in one section. ``sums`` are by currency; ``rows`` are the first of ``count``."""

    customer_id: int
    customer_name: str
    oldest: object
    count: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)
    rows: list = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Section:
    """All that waits for one kind of doing. ``groups`` are the first of ``customers``."""

    name: str
    groups: list[Group]
    customers: int
    count: int
    sums: dict[str, Decimal]

    @property
    def more(self) -> int:
        return self.customers - len(self.groups)


def unsent(documents: QuerySet) -> QuerySet:
    """Documents that nobody sent, but for those that need not be: under which nothing stands any more, and corrections
    of such documents where these were never sent."""
    sent = Sending.objects.standing()
    named = ClosingDocumentOrder.objects
    gone = named.filter(document__corrects=OuterRef("document"), order=OuterRef("order"))
    stands = named.filter(document=OuterRef("pk")).exclude(Exists(gone))
    origin_stands = named.filter(document=OuterRef("corrects")).exclude(Exists(gone))
    closing = Q(corrects__isnull=True) & Exists(stands)
    correction = Q(corrects__isnull=False) & (
        Exists(sent.filter(document=OuterRef("corrects"))) | Exists(origin_stands)
    )
    return documents.exclude(pk__in=sent.values("document")).filter(closing | correction)


def with_sendings(documents: Iterable[ClosingDocument]) -> list[ClosingDocument]:
    """The documents of a page, each with its standing mark (``sent``), and whether it waits for one (``is_unsent``)."""
    documents = list(documents)
    ids = [document.pk for document in documents]
    marks = Sending.objects.standing().filter(document__in=ids).select_related("event__actor")
    sent = {mark.document_id: mark for mark in marks}
    waiting = set(unsent(ClosingDocument.objects.filter(pk__in=ids)).values_list("pk", flat=True))
    for document in documents:
        document.sent, document.is_unsent = sent.get(document.pk), document.pk in waiting
    return documents


def sections(today: date, wanted: Iterable[str] = SECTIONS, bound: Bound = BRIEF) -> list[Section]:
    """The sections asked for, in their order."""
    debts = list(owed(today)) if {OVERDUE, UNPAID} & set(wanted) else []
    readers = {
        OVERDUE: lambda: _owed(OVERDUE, debts, Q(document__due_on__lt=today), bound),
        PRODUCED: lambda: _of_orders(PRODUCED, Order.objects.filter(status=Status.PRODUCED), bound),
        UNSENT: lambda: _unsent(bound),
        UNPAID: lambda: _owed(UNPAID, debts, Q(document__due_on__gte=today), bound),
        UNPRICED: lambda: _of_orders(UNPRICED, without_a_price(Order.objects.all()), bound),
    }
    return [readers[name]() for name in SECTIONS if name in wanted]


def _owed(name: str, debts: list[Owed], which: Q, bound: Bound) -> Section:
    rows = (
        (one.customer_id, one.customer_name, one.currency, one.count, one.open, one.due_on)
        for one in debts
        if one.is_late == (name == OVERDUE)
    )
    entries = open_entries().filter(which)
    return _section(name, _gathered(rows), entries, bound, oldest="document__due_on", whose=account())


def _of_orders(name: str, orders: QuerySet, bound: Bound) -> Section:
    read = orders.only("number", "patient_name", "final_price", "currency", "customer_id", "due_on")
    groups = _groups(read, "final_price", "pk", F("customer_id"), F("customer__name"))
    return _section(name, groups, read, bound, oldest="pk", whose=F("customer_id"))


def _unsent(bound: Bound) -> Section:
    documents = unsent(ClosingDocument.objects.all()).select_related("corrects")
    read = documents.defer("snapshot", "corrects__snapshot")
    named = Coalesce("customer__merged_into__name", "customer__name")
    groups = _groups(read, "total", "issued_on", account(), named)
    return _section(UNSENT, groups, read, bound, oldest="issued_on", whose=account())


def without_a_price(orders: QuerySet) -> QuerySet:
    """Those that should have a price by now, and of which a line has none, or that have no line.

    No order is submitted without a line, so one that has none had some, which were taken off. Both kinds of line have
    an index of their own: what all other orders have is never looked at.
    """
    lines, current = OrderLine.objects.order_by(), OrderLine.objects.order_by().current()
    priceless = current.filter(unit_price=0).values("order")
    emptied = lines.filter(~Exists(current.filter(order=OuterRef("order"))), is_removed=True).values("order")
    return orders.filter(pk__in=priceless.union(emptied), status__in=PRICED)


def _section(name: str, groups: list[Group], rows: QuerySet, bound: Bound, *, oldest: str, whose) -> Section:
    """``whose``: the id of the customer with whose rows each one is shown."""
    shown = groups[: bound.customers]
    by_customer = {group.customer_id: group for group in shown}
    place = Window(RowNumber(), partition_by=[F("whose")], order_by=[oldest, "pk"])
    theirs = rows.filter(customer__in=Counterparty.objects.account_of(list(by_customer)))
    first = theirs.annotate(whose=whose).annotate(place=place).filter(place__lte=bound.rows)
    for row in first.order_by(oldest, "pk") if shown else ():
        by_customer[row.whose].rows.append(row)
    sums: dict[str, Decimal] = {}
    for group in groups:
        _add(sums, group.sums)
    return Section(name, shown, len(groups), sum(group.count for group in groups), dict(sorted(sums.items())))


def _groups(rows: QuerySet, amount: str, oldest: str, whose, named) -> list[Group]:
    keys = ("whose", "named", "currency")
    read = (
        rows.order_by()
        .annotate(whose=whose, named=named)
        .values_list(*keys)
        .annotate(n=Count("pk"), total=Sum(amount), first=Min(oldest))
    )
    return _gathered(read)


def _gathered(rows: Iterable[tuple]) -> list[Group]:
    """Each customer once, the longest waiting first."""
    found: dict[int, Group] = {}
    for customer, called, currency, count, total, first in rows:
        group = found.setdefault(customer, Group(customer, called, first))
        group.count += count
        group.oldest = min(group.oldest, first)
        _add(group.sums, {currency: total or ZERO})
    return sorted(found.values(), key=lambda group: (group.oldest, group.customer_id))


def _add(sums: dict[str, Decimal], more: dict[str, Decimal]) -> None:
    for currency, amount in more.items():
        sums[currency] = sums.get(currency, ZERO) + amount
