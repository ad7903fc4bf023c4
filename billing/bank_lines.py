"""What became of the lines of bank statements: counted by import, chosen by what they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

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
    """By import, its lines counted; one query."""
    ids = [one.pk for one in imports]
    rows = BankLine.objects.filter(bank_import__in=ids).with_fate().order_by().values("bank_import_id")
    counted = rows.annotate(
        total=Count("pk"), **{f"in_{state}": Count("pk", filter=where) for state, where in STATES.items()}
    )
    found = {
        row["bank_import_id"]: Counts(row["total"], *(row[f"in_{state}"] for state in STATES))
        for row in counted
    }
    return {pk: found.get(pk, Counts()) for pk in ids}


def lines_in(bank_import: BankImport, state: str):
    """The lines of an import that are in a state, in the bank's sequence."""
    return bank_import.lines.with_fate().filter(STATES[state]).order_by("position")
