"""What people have coming: what they earned and were not paid for yet, since when, and which drafts hold some of it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Min, Sum

from common.money import ZERO
from payroll.models import PayQuestion, PayrollEntry, PaySheet


@dataclass(frozen=True)
class Coming:
    """The balance of one person in one currency."""

    employee_id: int
    name: str
    is_active: bool
    currency: str
    balance: Decimal
    entries: int
    since: date
    drafts: list[PaySheet] = field(default_factory=list)


def everybodys() -> list[Coming]:
    """Everybody whose balance is not zero, or of whom a draft is open."""
    drafts: dict[tuple, list[PaySheet]] = defaultdict(list)
    for sheet in PaySheet.objects.drafts().annotate(held=Sum("entries__entry__amount")).order_by("pk"):
        drafts[sheet.employee_id, sheet.currency].append(sheet)
    who = ("employee__name_key", "employee", "employee__name", "employee__is_active", "currency")
    rows = PayrollEntry.objects.unpaid().order_by(*who).values(*who)
    rows = rows.annotate(balance=Sum("amount"), rows=Count("pk"), since=Min("earned_on"))
    found = [
        Coming(
            employee_id=row["employee"],
            name=row["employee__name"],
            is_active=row["employee__is_active"],
            currency=row["currency"],
            balance=row["balance"],
            entries=row["rows"],
            since=row["since"],
            drafts=drafts[row["employee"], row["currency"]],
        )
        for row in rows
    ]
    return [one for one in found if one.balance or one.drafts]


def totals_of(coming: list[Coming]) -> dict[str, Decimal]:
    """By currency."""
    totals: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for one in coming:
        totals[one.currency] += one.balance
    return dict(totals)


def balances_of(employee) -> dict[str, Decimal]:
    """What one person has coming, by currency; nothing where it is zero."""
    rows = PayrollEntry.objects.earned_by(employee).unpaid().order_by("currency").values_list("currency")
    return {currency: total for currency, total in rows.annotate(total=Sum("amount")) if total}


def open_questions() -> int:
    return PayQuestion.objects.open().count()
