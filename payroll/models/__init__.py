"""What performers earn and are paid: rates, sums set by hand, entries that work accrued, pay sheets, closed months."""

from payroll.models.closed_month import ClosedMonth
from payroll.models.entry import EarnedAs, PayrollEntry, PayrollEntryQuerySet, SourceKind
from payroll.models.planned import PayMark, PlannedPay
from payroll.models.question import PayQuestion
from payroll.models.rate import PayRole, Rate, RateBase, RateKind
from payroll.models.sheet import PaySheet, PaySheetEntry

__all__ = [
    "ClosedMonth",
    "EarnedAs",
    "PayMark",
    "PayQuestion",
    "PayRole",
    "PaySheet",
    "PaySheetEntry",
    "PayrollEntry",
    "PayrollEntryQuerySet",
    "PlannedPay",
    "Rate",
    "RateBase",
    "RateKind",
    "SourceKind",
]
