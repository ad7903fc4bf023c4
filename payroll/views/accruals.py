"""Accruals of a month: by employee, and the entries behind each total."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.months import Month
from lab.access import allow
from lab.lists import list_view, show_list
from lab.lists.showing import of_list
from lab.models import Employee
from payroll.coming import open_questions
from payroll.lists import ENTRIES, ENTRIES_OF
from payroll.models import PayrollEntry, PayrollEntryQuerySet


@allow("see_pay")
@require_safe
def entry_list(request):
    """Each employee with the total of the month."""
    month = month_of(request)
    earned = PayrollEntry.objects.earned_within(month.first, month.last)
    people = earned.totals_by("employee__name", "employee", "currency")
    return render(
        request,
        "payroll/entry_list.html",
        {
            **month_context(request, month),
            "people": list(people),
            "open_questions": open_questions(),
            **totals_context(earned),
        },
    )


month_entries = list_view(ENTRIES, "see_pay")


@of_list(ENTRIES_OF)
@allow("see_pay")
@require_safe
def employee_entries(request, employee_id):
    """The entries of one employee."""
    get_object_or_404(Employee, pk=employee_id)
    return show_list(request, ENTRIES_OF, args=(employee_id,))


def totals_context(earned: PayrollEntryQuerySet) -> dict:
    """The totals by currency, and the currency where it is the only one, to be said once."""
    totals = list(earned.totals_by("currency"))
    return {"totals": totals, "currency": totals[0]["currency"] if len(totals) == 1 else ""}


def month_of(request) -> Month:
    """The month that the address asks for; the present one where it asks for none, or for nonsense."""
    return Month.read(request.GET.get("month", "")) or Month.of(timezone.localdate())


def month_context(request, month: Month) -> dict:
    asked = request.GET.get("month", "")
    return {"month": month, "misread": asked if asked and Month.read(asked) is None else ""}
