"""What became of the lines of bank statements: counted by import, chosen by what they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Q, When

from billing.models import BankImport, BankLine

OPEN, OUT, TAKEN, ASIDE, KNOWN = "open", "out", "taken", "aside", "known"
_UNTOUCHED = Q(is_known=False, is_taken=False, is_aside=False)
STATES = {
    OPEN: _UNTOUCHED & Q(amount__gt=0),
    OUT: _UNTOUCHED & Q(amount__lt=0),
    TAKEN: Q(is_taken=True),
    ASIDE: Q(is_aside=True, is_taken=False),
    KNOWN: Q(is_known=True, is_taken=False, is_aside=False),
}
"""Each line is in one of them: money that came and waits, money that went, and what somebody decided."""


@dataclass(frozen=True)
class Counts:
    """Lines of one import by what became of them."""

    total: int = 0
    open: int = 0
    out: int = 0
    taken: int = 0
    aside: int = 0
    known: int = 0


def counts_of(imports: Iterable[BankImport]) -> dict[int, Counts]:
    """By import, its lines counted; one query that asks once of each line what became of it."""
    ids = [one.pk for one in imports]
    rows = BankLine.objects.filter(bank_import__in=ids).with_fate().order_by()
    rows = rows.annotate(is_credit=Case(When(amount__gt=0, then=True), default=False))
    found = {pk: dict.fromkeys(("total", *STATES), 0) for pk in ids}
    told = rows.values_list("bank_import_id", "is_known", "is_taken", "is_aside", "is_credit")
    for pk, known, taken, aside, credit, count in told.annotate(count=Count("pk")):
        found[pk]["total"] += count
        found[pk][_state(known, taken, aside, credit)] += count
    return {pk: Counts(**counts) for pk, counts in found.items()}


def state_of(line: BankLine) -> str:
    """The same of one line ``with_fate``."""
    return _state(line.is_known, line.is_taken, line.is_aside, line.amount > 0)


def _state(known: bool, taken: bool, aside: bool, credit: bool) -> str:
    """The one of ``STATES`` in which such a line is."""
    if taken:
        return TAKEN
    if aside:
        return ASIDE
    if known:
        return KNOWN
    return OPEN if credit else OUT


def waiting_of(imports: Iterable[BankImport]) -> dict[int, tuple[int, int]]:
    """By import, how many lines it has and how many of them are money that waits; two queries.

    What waits is chosen, not counted among all: a database then looks for what was decided once for all lines.
    """
    ids = [one.pk for one in imports]
    lines = BankLine.objects.filter(bank_import__in=ids).order_by()
    waiting = lines.with_fate().filter(STATES[OPEN])
    totals, opens = (
        dict(rows.values_list("bank_import_id").annotate(count=Count("pk"))) for rows in (lines, waiting)
    )
    return {pk: (totals.get(pk, 0), opens.get(pk, 0)) for pk in ids}
