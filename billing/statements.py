"""Statements of account: what happened between a customer and the laboratory over a period, and how old the debt is.

All of it is read off entries and allocations with the days of their events, so a past period always reads the same.
However many customers there are, the number of queries does not change.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, TruncDate

from billing.ageing import Ages, Charge, History, OpenCharge, Settlement
from billing.models import Allocation, ReceivableEntry
from common.fields import MoneyField
from common.money import ZERO
from customers.models import Counterparty, account

CHARGE = ReceivableEntry.Kind.CHARGE
Key = tuple[int, str]
"""A customer's id and a currency."""


@dataclass(frozen=True)
class Line:
    """An entry with the balance after it."""

    entry: ReceivableEntry
    balance: Decimal


@dataclass(frozen=True)
class Statement:
    """``opening`` + Σ of the lines = ``closing`` = what is open, less the advances. Both days are included."""

    customer: Counterparty
    currency: str
    since: date
    until: date
    opening: Decimal
    lines: list[Line]
    open: list[OpenCharge]
    ages: Ages

    @property
    def closing(self) -> Decimal:
        return self.lines[-1].balance if self.lines else self.opening

    @property
    def says_something(self) -> bool:
        """Whether anything happened in the period, or stands at its end."""
        return bool(self.lines or self.open or self.ages.advance)


def statements(customers, since: date, until: date) -> Iterator[Statement]:
    """The statements of these customers by name, in each currency that they have entries in; also empty ones."""
    customers = {customer.pk: customer for customer in customers}
    opening, lines = _opening(customers, since), _entries(customers, since, until)
    known = histories(customers, until)
    for pk, currency in sorted(known, key=lambda key: (customers[key[0]].name_key, *key)):
        key = pk, currency
        history, balance, told = known[key], opening.get(key, ZERO), []
        for entry in lines[key]:
            balance += entry.amount
            told.append(Line(entry, balance))
        yield Statement(
            customers[pk],
            currency,
            since,
            until,
            opening.get(key, ZERO),
            told,
            history.open_on(until),
            history.ages(until),
        )


def ages(customers, on: date) -> dict[Key, Ages]:
    """By customer and currency, the debt by age on that day."""
    return {key: history.ages(on) for key, history in histories(customers, on).items()}


def histories(customers, upto: date) -> dict[Key, History]:
    """All that happened with these customers until the end of that day."""
    found: dict[Key, History] = defaultdict(History)
    _add_charges(found, customers, upto)
    _add_payments(found, customers, upto)
    _add_settlements(found, customers, upto)
    return dict(found)


def overdue_customers(on: date) -> QuerySet:
    """Ids of customers of whom on that day something was open that had been due before."""
    settling = Allocation.objects.filter(order=OuterRef("order"), is_advance=False).order_by()
    settling = settling.annotate(on=TruncDate("event__at")).filter(on__lte=on)
    settled = settling.values("order").annotate(total=Sum("amount")).values("total")
    nothing = Value(ZERO, output_field=MoneyField())
    charges = ReceivableEntry.objects.filter(kind=CHARGE, reverses__isnull=True, document__due_on__lt=on)
    standing = charges.filter(Q(reversed_by__isnull=True) | Q(reversed_by__day__gt=on))
    paid = Coalesce(Subquery(settled, output_field=MoneyField()), nothing)
    standing = standing.filter(amount__gt=paid).order_by()
    return standing.annotate(account=account()).values("account")


def ledger_totals(upto: date) -> dict[str, Decimal]:
    """By currency, Σ of the whole ledger until the end of that day: what all statements together must come to."""
    entries = ReceivableEntry.objects.filter(day__lte=upto).order_by()
    return dict(entries.values_list("currency").annotate(total=Sum("amount")).order_by("currency"))


def _of(customers):
    """The entries of these customers, each with whose books it is read with (``account``)."""
    theirs = Counterparty.objects.account_of(customers)
    return ReceivableEntry.objects.filter(customer__in=theirs).annotate(account=account())


def _add_charges(found: dict[Key, History], customers, upto: date) -> None:
    charges = _of(customers).filter(kind=CHARGE, reverses__isnull=True, day__lte=upto)
    read = ("account", "currency", "order_id", "amount", "day", "document__due_on", "reversed_by__day")
    for customer, currency, *charge in charges.order_by("day", "pk").values_list(*read):
        found[customer, currency].charges.append(Charge(*charge))


def _add_payments(found: dict[Key, History], customers, upto: date) -> None:
    entries = _of(customers).filter(day__lte=upto).exclude(kind=CHARGE)
    rows = entries.order_by().values_list("account", "currency", "day").annotate(total=Sum("amount"))
    for customer, currency, day, total in rows:
        found[customer, currency].paid.append((day, -total))


def _add_settlements(found: dict[Key, History], customers, upto: date) -> None:
    theirs = Counterparty.objects.account_of(customers)
    settling = Allocation.objects.filter(
        payment__customer__in=theirs, order__isnull=False, is_advance=False
    ).order_by()
    days = settling.annotate(on=TruncDate("event__at"), account=account("payment__customer"))
    days = days.filter(on__lte=upto)
    read = ("account", F("payment__currency"), "order_id", "amount", "on")
    for customer, currency, *settlement in days.values_list(*read):
        found[customer, currency].settlements.append(Settlement(*settlement))


def _opening(customers, since: date) -> dict[Key, Decimal]:
    before = _of(customers).filter(day__lt=since).order_by()
    rows = before.values_list("account", "currency").annotate(total=Sum("amount"))
    return {(customer, currency): total for customer, currency, total in rows}


def _entries(customers, since: date, until: date) -> dict[Key, list[ReceivableEntry]]:
    within = _of(customers).filter(day__gte=since, day__lte=until)
    read = within.select_related("order", "document", "payment", "refund").defer("document__snapshot")
    found: dict[Key, list[ReceivableEntry]] = defaultdict(list)
    for entry in read.order_by("day", "pk"):
        found[entry.account, entry.currency].append(entry)
    return found
