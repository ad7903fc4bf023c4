"""Which entries go on a pay sheet together: those of a month, and both halves of what was earned and taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.money import ZERO
from common.months import Month
from lab.models import Employee
from payroll.models import PayrollEntry


@dataclass(frozen=True)
class FreeEntry:
    """An entry that stands on no pay sheet. ``other_half`` is its unpaid correction, or the unpaid entry it corrects;
    ``held`` where a draft holds that."""

    pk: int
    earned_on: date
    amount: Decimal
    currency: str
    is_correction: bool
    other_half: int | None
    held: bool


@dataclass(frozen=True)
class MonthOffered:
    """What a pay sheet for a month would take: its entries, and the corrections that earlier months brought."""

    month: Month
    currency: str
    entries: tuple[FreeEntry, ...]

    @property
    def total(self) -> Decimal:
        return sum((entry.amount for entry in self.entries), ZERO)

    @property
    def corrections(self) -> int:
        return sum(entry.is_correction for entry in self.entries)


def free_entries(employee: Employee) -> list[FreeEntry]:
    """All that may still be chosen for the person, the oldest first."""
    rows = PayrollEntry.objects.earned_by(employee).free().order_by("earned_on", "pk")
    columns = ("pk", "earned_on", "amount", "currency", "reverses", "reversed_by")
    sheets = ("reverses__on_sheet__sheet", "reversed_by__on_sheet__sheet")
    paid = ("reverses__on_sheet__sheet__finished", "reversed_by__on_sheet__sheet__finished")
    return [_free_entry(*row) for row in rows.values_list(*columns, *sheets, *paid)]


def _free_entry(pk, earned_on, amount, currency, original, correction, *on) -> FreeEntry:
    half, sheet, paid = (original, on[0], on[2]) if original else (correction, on[1], on[3])
    half = None if paid else half
    return FreeEntry(pk, earned_on, amount, currency, original is not None, half, bool(half and sheet))


def months_offered(free: Sequence[FreeEntry]) -> list[MonthOffered]:
    """The months, and currencies, in which something was earned that is on no sheet yet."""
    found = {(Month.of(entry.earned_on), entry.currency): None for entry in free}
    offered = [MonthOffered(month, currency, of_month(free, month, currency)) for month, currency in found]
    return [one for one in offered if one.entries]


def of_month(free: Iterable[FreeEntry], month: Month, currency: str) -> tuple[FreeEntry, ...]:
    """The entries of the month and corrections dated before it; what was earned and taken back comes as a pair."""
    open_ones = {entry.pk: entry for entry in free if entry.currency == currency and not entry.held}
    taken = {
        entry.pk
        for entry in open_ones.values()
        if month.first <= entry.earned_on <= month.last
        or (entry.is_correction and entry.earned_on < month.first)
    }
    taken |= {open_ones[pk].other_half for pk in taken if open_ones[pk].other_half in open_ones}
    return tuple(entry for entry in open_ones.values() if entry.pk in taken)
