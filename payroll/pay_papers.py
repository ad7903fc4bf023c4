"""What the paper of a pay sheet says: its entries by order, what was taken back, and the total.

The paper is for the person who is paid, so it says a percent only where that person may see prices: from pay and
percent one could work the price of the work out.
"""

from typing import Any

from common.paper_amounts import with_places
from lab.models import LabSettings
from lab.permissions import may
from payroll.models import PayRole, PayrollEntry, PaySheet

Paper = dict[str, Any]


def sheet_paper(sheet: PaySheet) -> Paper:
    """The paper of a finished sheet, from its booked rows."""
    with_percent = may(sheet.employee, "see_prices")
    entries = sheet_entries(sheet)
    days = [entry.earned_on for entry in entries]
    paper = {
        "number": sheet.number,
        "date": sheet.finished_on.isoformat(),
        "lab": _lab(),
        "employee": sheet.employee.name,
        "currency": sheet.currency,
        "first": min(days).isoformat(),
        "last": max(days).isoformat(),
        "lines": [_line(entry, with_percent) for entry in entries],
        "total": str(sheet.total),
        "by": sheet.finished.actor.name,
    }
    return with_places(paper, sheet.currency)


def sheet_entries(sheet: PaySheet) -> list[PayrollEntry]:
    """The entries of a sheet with all that is said of them, the corrections last."""
    rows = PayrollEntry.objects.filter(on_sheet__sheet=sheet).with_sheets()
    entries = rows.order_by("earned_on", "order__number", "pk")
    return sorted(entries, key=lambda entry: entry.reverses_id is not None)


def _line(entry: PayrollEntry, with_percent: bool) -> dict[str, Any]:
    task = entry.task.title if entry.task and entry.service else ""
    return {
        "date": entry.earned_on.isoformat(),
        "order": entry.order.number,
        "work": entry.work_name,
        "task": "" if task == entry.work_name else task,
        "role": "" if entry.role == PayRole.PERFORMER else entry.get_role_display(),
        "quantity": str(entry.quantity),
        "percent": "" if entry.rate_percent is None or not with_percent else str(entry.rate_percent),
        "is_share": entry.rate_percent is not None,
        "is_set": entry.planned_id is not None,
        "a_unit": "" if entry.rate_amount is None else str(entry.rate_amount),
        "corrects": entry.reverses.earned_on.isoformat() if entry.reverses_id else "",
        "amount": str(entry.amount),
    }


def _lab() -> dict[str, str]:
    lab = LabSettings.load()
    fields = ("name", "legal_name", "address", "phone", "email")
    return {name: getattr(lab, name) for name in fields}
