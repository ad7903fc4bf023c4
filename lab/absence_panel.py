"""Who is away: a panel of the calendar, and of the page of a person."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from common.panels import Panel
from lab.hours import between, span_in_words
from lab.models import Absence, Employee
from lab.permissions import may


def told_to(viewer: Employee, absences: Iterable[Absence]) -> list[Absence]:
    """Why a person is away is for that person and for those who keep the calendar: else the reason is left out."""
    keeps = may(viewer, "edit_calendar")
    rows = list(absences)
    for row in rows:
        row.reason_told = row.reason if keeps or row.employee_id == viewer.pk else ""
        row.span = span_in_words(row.first, row.last)
        row.hours = between(row.leaves, row.returns) if row.leaves and row.returns else ""
    return rows


def absences_panel(absences: list[Absence], may_edit: bool, of: Employee | None = None) -> Panel:
    """``of`` one person, on the page of that person; else of everybody."""
    context = {"absences": absences, "may_edit": may_edit, "of": of}
    title = _("Absences") if of else _("Away")
    return Panel("absences", title, "lab/panels/absences.html", context, len(absences))
