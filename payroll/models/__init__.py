"""What performers earn: rates, sums set by hand, the mark that locks them, and the entries that work accrued."""

from payroll.models.entry import EarnedAs, PayrollEntry, PayrollEntryQuerySet, SourceKind
from payroll.models.planned import PayMark, PlannedPay
from payroll.models.rate import PayRole, Rate, RateBase, RateKind

__all__ = [
    "EarnedAs",
    "PayMark",
    "PayRole",
    "PayrollEntry",
    "PayrollEntryQuerySet",
    "PlannedPay",
    "Rate",
    "RateBase",
    "RateKind",
    "SourceKind",
]
