"""Balances of customers by currency, and the sheet of one customer over a period. All of it sums over entries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from billing.models import Allocation, ReceivableEntry
from billing.standing import CHARGE, MONEY, Given, given, given_together, open_entries
from common.money import ZERO
from customers.models import Counterparty, account


@dataclass(frozen=True)
class Balance:
    """What stands between a customer and the laboratory in one currency. ``debt`` − ``advance`` = ``balance``.

    Of the advance, ``free`` can be used for any order, and ``tied`` is held for orders that are not charged yet.
    """

    customer_id: int | None
    customer_name: str
    currency: str
    debt: Decimal
    free: Decimal
    tied: Decimal

    @property
    def advance(self) -> Decimal:
        return self.free + self.tied

    @property
    def balance(self) -> Decimal:
        return self.debt - self.advance


@dataclass(frozen=True)
class Waiting:
    """What a customer owes for longest: charged on the day ``since``, to be paid by ``due_on``."""

    since: date
    due_on: date

    def days(self, today: date) -> int:
        return (today - self.since).days


@dataclass(frozen=True)
class Sheet:
    """One currency of a customer over a period: ``opening`` + ``charged`` − ``paid`` = ``closing``."""

    currency: str
    opening: Decimal
    charged: Decimal
    paid: Decimal

    @property
    def closing(self) -> Decimal:
        return self.opening + self.charged - self.paid


@dataclass(frozen=True)
class Row:
    """An entry of a ledger, the numbers of the orders that it concerns, and the balance after it."""

    entry: ReceivableEntry
    orders: list[str]
    balance: Decimal

    @property
    def charged(self) -> Decimal | None:
        return self.entry.amount if self.entry.kind == CHARGE else None

    @property
    def paid(self) -> Decimal | None:
        return -self.entry.amount if self.entry.kind in MONEY else None


def grouped(entries):
    """Entries summed by customer and currency, by the customer's name: rows for ``balances_of``.

    What is booked of a customer who was merged into another counts with that one (``account``).
    """
    named = {
        told: Coalesce(f"customer__merged_into__{told}", f"customer__{told}") for told in ("name", "name_key")
    }
    rows = entries.order_by().annotate(account=account(), **named)
    rows = rows.values("account", "name", "name_key", "currency")
    rows = rows.annotate(
        balance=Sum("amount"),
        charged=Sum("amount", filter=Q(kind=CHARGE)),
        received=Sum("amount", filter=Q(kind__in=MONEY)),
    )
    return rows.order_by("name_key", "account", "currency")


def oldest_unpaid(rows: Iterable[dict]) -> dict[tuple[int, str], Waiting]:
    """By customer and currency of such rows, since when the oldest open charge waits and by when it was to be paid."""
    theirs = Counterparty.objects.account_of({row["account"] for row in rows})
    read = open_entries().filter(customer__in=theirs).order_by().annotate(account=account())
    read = read.values_list("account", "currency")
    waiting = read.annotate(since=Min("day"), due_on=Min("document__due_on"))
    return {(customer, currency): Waiting(since, due_on) for customer, currency, since, due_on in waiting}


def balances_of(rows: Iterable[dict]) -> list[Balance]:
    """Rows of ``grouped`` split into open debt and advances; one query more."""
    rows = list(rows)
    gave = given({row["account"] for row in rows})
    return [_balance(row["account"], row["name"], row, gave.get(_key(row), Given())) for row in rows]


def totals(customers) -> list[Balance]:
    """Debt and advances of all those customers together, by currency."""
    theirs = Counterparty.objects.account_of(customers)
    entries = ReceivableEntry.objects.filter(customer__in=theirs).order_by()
    rows = entries.values("currency").annotate(
        charged=Sum("amount", filter=Q(kind=CHARGE)), received=Sum("amount", filter=Q(kind__in=MONEY))
    )
    gave = given_together(customers)
    found = [_balance(None, "", row, gave.get(row["currency"], Given())) for row in rows]
    return sorted(found, key=lambda balance: balance.currency)


def of_customer(customer: Counterparty | int):
    """The entries of the customer's ledger, and of whoever was merged into it."""
    return ReceivableEntry.objects.filter(customer__in=Counterparty.objects.account_of([customer]))


def sheets(customer: Counterparty | int, since: date | None, until: date | None) -> list[Sheet]:
    """The customer's sheet in each currency that has entries; the period includes both its days."""
    within = _period(since, until)
    before = Q(day__lt=since) if since else Q(pk__isnull=True)
    entries = of_customer(customer).order_by()
    rows = entries.values("currency").annotate(
        opening=Sum("amount", filter=before),
        charged=Sum("amount", filter=within & Q(kind=CHARGE)),
        received=Sum("amount", filter=within & Q(kind__in=MONEY)),
    )
    return [
        Sheet(row["currency"], row["opening"] or ZERO, row["charged"] or ZERO, -(row["received"] or ZERO))
        for row in rows.order_by("currency")
    ]


def rows_of(customer: Counterparty | int, entries: Iterable[ReceivableEntry]) -> list[Row]:
    """Entries of the customer, each with its orders and the balance after it; three queries however many there are.

    The balance is carried on from what stood before the first of them, over all that was booked since: it is the same
    whatever of the ledger is shown.
    """
    entries = list(entries)
    orders = _orders_by_payment({entry.payment_id for entry in entries})
    after = _balances_after(of_customer(customer).order_by(), entries)
    return [
        Row(
            entry,
            [entry.order.number] if entry.order_id else orders.get(entry.payment_id, []),
            after[entry.pk],
        )
        for entry in entries
    ]


def _balances_after(ledger: QuerySet, entries: list[ReceivableEntry]) -> dict[int, Decimal]:
    """By entry, Σ of the ledger up to and with it, in its currency."""
    if not entries:
        return {}
    places = [(entry.day, entry.pk) for entry in entries]
    (first_day, first), (last_day, last) = min(places), max(places)
    before = ledger.filter(Q(day__lt=first_day) | Q(day=first_day, pk__lt=first))
    summed = before.values_list("currency").annotate(total=Sum("amount"))
    stood: dict[str, Decimal] = defaultdict(lambda: ZERO, summed)
    within = ledger.filter(day__gte=first_day, day__lte=last_day).order_by("day", "pk")
    after = {}
    for pk, day, currency, amount in within.values_list("pk", "day", "currency", "amount"):
        if (first_day, first) <= (day, pk) <= (last_day, last):
            stood[currency] += amount
            after[pk] = stood[currency]
    return after


def _period(since: date | None, until: date | None) -> Q:
    period = Q()
    if since:
        period &= Q(day__gte=since)
    if until:
        period &= Q(day__lte=until)
    return period


def _orders_by_payment(payment_ids: set[int | None]) -> dict[int, list[str]]:
    """Numbers of the orders that hold a part of each payment."""
    held = Allocation.objects.filter(payment__in=payment_ids - {None}, order__isnull=False).order_by()
    rows = held.values_list("payment_id", "order__number").annotate(total=Sum("amount")).filter(total__gt=0)
    found = defaultdict(list)
    for payment_id, number, _total in rows.order_by("order__number"):
        found[payment_id].append(number)
    return found


def _key(row: dict) -> tuple[int, str]:
    return row["account"], row["currency"]


def _balance(customer_id: int | None, name: str, row: dict, gave: Given) -> Balance:
    charged, paid = row["charged"] or ZERO, -(row["received"] or ZERO)
    debt = charged - gave.settled
    return Balance(customer_id, name, row["currency"], debt, gave.free_of(paid), gave.tied)
