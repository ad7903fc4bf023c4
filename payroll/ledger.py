"""The ledger of pay and the only writer of its entries: books the difference between what is due and what stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from common.money import LIMIT
from common.refusals import Refused
from lab.models import Employee, Event, LabSettings
from payroll.facts import WorkDone
from payroll.models import PayrollEntry, Rate
from payroll.rates import choose_rate, pay

Key = tuple[int, int | None, int, str]
"""Act line, task, employee, role: what is paid once."""


class CannotPayIn(Refused):
    """The order is in a currency that pay is not booked in."""

    def __init__(self, currency: str, lab_currency: str):
        super().__init__(
            _("Pay is booked in %(lab)s, and this order is in %(order)s.")
            % {"lab": lab_currency, "order": currency}
        )


class PayTooLarge(Refused):
    """A rate and a quantity that come to more than an amount can be; one of them is a typing error."""

    def __init__(self) -> None:
        super().__init__(_("The pay for this work would be too large: check the quantity and the rate."))


@transaction.atomic
def accrue(due: Mapping[int, Sequence[WorkDone]], *, event: Event, on: date) -> list[PayrollEntry]:
    """Book what the act lines have come to; ``due`` says for each of them all that shall stand, [] for nothing.

    What stands already as due is left alone; what differs is reversed whole and booked anew with the next version.
    Returns the rows written. Raises ``CannotPayIn`` and ``PayTooLarge``, with nothing written.
    """
    wanted = _by_key(due)
    lock_employees({key[2] for key in wanted} | _employees_paid_for(due))
    versions, standing = _booked_for(due)
    stale = [entry for key, entry in standing.items() if key not in wanted or not _says(entry, wanted[key])]
    fresh = [fact for key, fact in wanted.items() if key not in standing or not _says(standing[key], fact)]
    reversals = [_reversal(entry, event, on) for entry in stale]
    entries = _entries(fresh, versions, event, on)
    return PayrollEntry.objects.bulk_create(reversals) + PayrollEntry.objects.bulk_create(entries)


def lock_employees(employee_ids: Iterable[int]) -> None:
    """Wait for everybody else who books pay of the same people; always in the order of their numbers."""
    people = Employee.objects.filter(pk__in=employee_ids).order_by("pk")
    list(people.select_for_update(no_key=True).values_list("pk"))


def _by_key(due: Mapping[int, Sequence[WorkDone]]) -> dict[Key, WorkDone]:
    wanted: dict[Key, WorkDone] = {}
    for source, facts in due.items():
        for fact in facts:
            if fact.source != source or _key_of(fact) in wanted:
                raise ValueError(f"{fact} is told under another act line, or twice")
            wanted[_key_of(fact)] = fact
    return wanted


def _key_of(row: WorkDone | PayrollEntry) -> Key:
    return row.source, row.task_id, row.employee_id, row.role


def _employees_paid_for(sources: Iterable[int]) -> set[int]:
    return set(PayrollEntry.objects.filter(source__in=list(sources)).values_list("employee", flat=True))


def _booked_for(sources: Iterable[int]) -> tuple[dict[Key, int], dict[Key, PayrollEntry]]:
    """The last version booked for each key, and the entry that stands for it, if one does."""
    rows = list(PayrollEntry.objects.filter(source__in=list(sources)).order_by("pk"))
    reversed_ids = {row.reverses_id for row in rows}
    versions: dict[Key, int] = defaultdict(int)
    standing = {}
    for row in rows:
        if row.reverses_id is None:
            versions[_key_of(row)] = max(versions[_key_of(row)], row.source_version)
            if row.pk not in reversed_ids:
                standing[_key_of(row)] = row
    return versions, standing


def _says(entry: PayrollEntry, fact: WorkDone) -> bool:
    """Whether the entry was booked for exactly this fact; its rate is not looked for again."""
    return (entry.order_id, entry.service_id, entry.quantity, entry.base, entry.currency) == (
        fact.order_id,
        fact.service_id,
        fact.quantity,
        fact.net,
        fact.currency,
    )


def _reversal(entry: PayrollEntry, event: Event, on: date) -> PayrollEntry:
    copied = (
        "employee_id",
        "order_id",
        "task_id",
        "service_id",
        "role",
        "source",
        "source_version",
        "rate_id",
        "rate_percent",
        "rate_amount",
        "currency",
    )
    return PayrollEntry(
        **{name: getattr(entry, name) for name in copied},
        quantity=-entry.quantity,
        base=-entry.base,
        amount=-entry.amount,
        earned_on=on,
        event=event,
        reverses=entry,
    )


def _entries(
    facts: Sequence[WorkDone], versions: Mapping[Key, int], event: Event, on: date
) -> list[PayrollEntry]:
    if not facts:
        return []
    lab_currency = LabSettings.load().currency
    rates = list(Rate.objects.in_use().filter(valid_from__lte=on))
    return [_entry(fact, rates, versions[_key_of(fact)] + 1, lab_currency, event, on) for fact in facts]


def _entry(
    fact: WorkDone, rates: Sequence[Rate], version: int, lab_currency: str, event: Event, on: date
) -> PayrollEntry:
    if fact.currency != lab_currency:
        raise CannotPayIn(fact.currency, lab_currency)
    rate = choose_rate(rates, employee_id=fact.employee_id, service_id=fact.service_id, role=fact.role, on=on)
    amount = pay(rate, fact.quantity, fact.net)
    if amount > LIMIT:
        raise PayTooLarge
    return PayrollEntry(
        employee_id=fact.employee_id,
        order_id=fact.order_id,
        task_id=fact.task_id,
        service_id=fact.service_id,
        role=fact.role,
        source=fact.source,
        source_version=version,
        quantity=fact.quantity,
        base=fact.net,
        rate=rate,
        rate_percent=rate.percent if rate else None,
        rate_amount=rate.amount if rate else None,
        amount=amount,
        currency=lab_currency,
        earned_on=on,
        event=event,
    )
