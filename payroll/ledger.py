"""The ledger of pay and the only writer of its entries: books the difference between what is due and what stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from common.currencies import places_of
from common.money import LIMIT
from common.refusals import Refused
from lab.exchange import RateFound, find_rate
from lab.models import Employee, Event, LabSettings
from payroll.facts import WorkDone
from payroll.models import ClosedMonth, PayrollEntry, Rate
from payroll.rates import ACT_LINE, SET_SUM, base_of, choose_rate, pay, takes_gross

Facts = Mapping[int, Sequence[WorkDone]]
Key = tuple[str, int, int | None, int, str]
"""Kind and number of the source, task, employee, role: what is paid once."""


class PayTooLarge(Refused):
    """A rate and a quantity that come to more than an amount can be; one of them is a typing error."""

    def __init__(self) -> None:
        super().__init__(_("The pay for this work would be too large: check the quantity and the rate."))


@transaction.atomic
def accrue(due: Facts, *, sums: Facts | None = None, event: Event, on: date) -> list[PayrollEntry]:
    """Book what the work has come to; ``due`` says for each act line all that shall stand, [] for nothing.

    ``sums`` says the same of the sums set by hand that belong to no line. What stands already as due is left alone;
    what differs is reversed whole and booked anew with the next version; what would be dated into a closed month is
    dated on the first day after it. What is worth something in a foreign currency is converted at the rate of ``on``.
    Returns the rows written. Raises ``RateMissing`` and ``PayTooLarge``, with nothing written.
    """
    told = _Told(due, sums or {})
    lock_employees({key[3] for key in told.wanted} | _employees_paid_for(told))
    dated = ClosedMonth.objects.open_day(on)
    told.read()
    reversals = [_reversal(entry, event, dated) for entry in told.stale()]
    entries = _entries(told.fresh(), told.versions, event, dated, exchanged_on=on)
    return PayrollEntry.objects.bulk_create(reversals) + PayrollEntry.objects.bulk_create(entries)


def foreseen(due: Facts, *, sums: Facts | None = None, on: date) -> list[PayrollEntry]:
    """The entries that would stand after ``accrue``: those that stand already, and the others as they would be booked.

    Nothing is written. Facts of work that no act says yet may carry any number below 0 as their source.
    """
    told = _Told(due, sums or {})
    told.read()
    stale = set(told.stale())
    kept = [entry for entry in told.standing.values() if entry not in stale]
    fresh = _entries(told.fresh(), told.versions, None, on, exchanged_on=on)
    people = Employee.objects.in_bulk({entry.employee_id for entry in fresh})
    for entry in fresh:
        entry.employee = people[entry.employee_id]
    return kept + fresh


def lock_employees(employee_ids: Iterable[int]) -> None:
    """Wait for everybody else who books pay of the same people; always in the order of their numbers."""
    people = Employee.objects.filter(pk__in=employee_ids).order_by("pk")
    list(people.select_for_update(no_key=True).values_list("pk"))


@dataclass
class _Told:
    """What is due beside what is booked for the same sources."""

    due: Facts
    sums: Facts
    versions: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    standing: dict[Key, PayrollEntry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.wanted: dict[Key, WorkDone] = {}
        for kind, told in ((ACT_LINE, self.due), (SET_SUM, self.sums)):
            for source, facts in told.items():
                for fact in facts:
                    if (fact.kind, fact.source) != (kind, source) or _key_of(fact) in self.wanted:
                        raise ValueError(f"{fact} is told under another source, or twice")
                    self.wanted[_key_of(fact)] = fact

    def read(self) -> None:
        """The last version booked for each key, and the entry that stands for it, if one does."""
        rows = list(self.booked().select_related("employee", "rate").order_by("pk"))
        reversed_ids = {row.reverses_id for row in rows}
        for row in rows:
            if row.reverses_id is None:
                key = _key_of(row)
                self.versions[key] = max(self.versions[key], row.source_version)
                if row.pk not in reversed_ids:
                    self.standing[key] = row

    def booked(self):
        rows = Q(source_kind=ACT_LINE, source__in=[pk for pk in self.due if pk > 0])
        if self.sums:
            rows |= Q(source_kind=SET_SUM, source__in=list(self.sums))
        return PayrollEntry.objects.filter(rows)

    def stale(self) -> list[PayrollEntry]:
        return [
            entry
            for key, entry in self.standing.items()
            if key not in self.wanted or not _says(entry, self.wanted[key])
        ]

    def fresh(self) -> list[WorkDone]:
        return [
            fact
            for key, fact in self.wanted.items()
            if key not in self.standing or not _says(self.standing[key], fact)
        ]


def _key_of(row: WorkDone | PayrollEntry) -> Key:
    kind = row.kind if isinstance(row, WorkDone) else row.source_kind
    return kind, row.source, row.task_id, row.employee_id, row.role


def _employees_paid_for(told: _Told) -> set[int]:
    return set(told.booked().values_list("employee", flat=True))


def _says(entry: PayrollEntry, fact: WorkDone) -> bool:
    """Whether the entry was booked for exactly this fact; its rate is not looked for again."""
    return _said(entry) == (
        fact.order_id,
        fact.service_id,
        fact.quantity,
        fact.gross if entry.net is not None else fact.net,
        fact.net,
        fact.currency,
        fact.planned,
        fact.set_sum,
    )


def _said(entry: PayrollEntry) -> tuple:
    return (
        entry.order_id,
        entry.service_id,
        entry.quantity,
        entry.order_base,
        entry.order_worth,
        entry.order_currency,
        entry.planned_id,
        entry.amount if entry.planned_id else None,
    )


def _reversal(entry: PayrollEntry, event: Event, on: date) -> PayrollEntry:
    copied = (
        "employee_id",
        "order_id",
        "task_id",
        "service_id",
        "role",
        "source_kind",
        "source",
        "source_version",
        "rate_base",
        "rate_id",
        "rate_percent",
        "rate_amount",
        "planned_id",
        "currency",
        "foreign_currency",
        "exchange_rate",
        "exchange_day",
    )
    return PayrollEntry(
        **{name: getattr(entry, name) for name in copied},
        quantity=-entry.quantity,
        base=-entry.base,
        net=_negated(entry.net),
        foreign_base=_negated(entry.foreign_base),
        foreign_net=_negated(entry.foreign_net),
        amount=-entry.amount,
        earned_on=on,
        event=event,
        reverses=entry,
    )


def _negated(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else -amount


def _entries(
    facts: Sequence[WorkDone],
    versions: Mapping[Key, int],
    event: Event | None,
    on: date,
    *,
    exchanged_on: date,
) -> list[PayrollEntry]:
    if not facts:
        return []
    currency = LabSettings.load().currency
    exchange = {fact.currency: find_rate(fact.currency, currency, exchanged_on) for fact in facts}
    rates = list(Rate.objects.in_use().filter(valid_from__lte=on))
    return [
        _entry(fact, rates, versions[_key_of(fact)] + 1, exchange[fact.currency], event, on) for fact in facts
    ]


def _entry(
    fact: WorkDone,
    rates: Sequence[Rate],
    version: int,
    exchange: RateFound,
    event: Event | None,
    on: date,
) -> PayrollEntry:
    rate = _rate_of(fact, rates, on)
    told, of_gross = base_of(rate, gross=fact.gross, net=fact.net), bool(rate and takes_gross(rate))
    base = exchange.convert(told)
    places = places_of(exchange.to)
    amount = pay(rate, fact.quantity, base, places) if fact.set_sum is None else fact.set_sum
    if amount > LIMIT or base > LIMIT:
        raise PayTooLarge
    return PayrollEntry(
        employee_id=fact.employee_id,
        order_id=fact.order_id,
        task_id=fact.task_id,
        service_id=fact.service_id,
        role=fact.role,
        source_kind=fact.kind,
        source=fact.source,
        source_version=version,
        quantity=fact.quantity,
        base=base,
        rate_base="gross" if of_gross else "net",
        net=exchange.convert(fact.net) if of_gross else None,
        rate=rate,
        rate_percent=rate.percent if rate else None,
        rate_amount=rate.amount if rate else None,
        planned_id=fact.planned,
        amount=amount,
        currency=exchange.to,
        earned_on=on,
        event=event,
        **_foreign(fact, told, of_gross=of_gross, exchange=exchange),
    )


def _foreign(fact: WorkDone, told: Decimal, *, of_gross: bool, exchange: RateFound) -> dict[str, object]:
    """What the work is worth where the order is in another currency, and by which rate it became pay."""
    if exchange.of == exchange.to:
        return {}
    return {
        "foreign_currency": exchange.of,
        "foreign_base": told,
        "foreign_net": fact.net if of_gross else None,
        "exchange_rate": exchange.rate,
        "exchange_day": exchange.day,
    }


def _rate_of(fact: WorkDone, rates: Sequence[Rate], on: date) -> Rate | None:
    """None where a person set the sum instead."""
    if fact.planned is not None or fact.service_id is None:
        return None
    return choose_rate(
        rates,
        employee_id=fact.employee_id,
        step_id=fact.step_id,
        service_id=fact.service_id,
        group_id=fact.group_id,
        role=fact.role,
        on=on,
    )
