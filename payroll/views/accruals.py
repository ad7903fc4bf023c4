"""Accruals of a month: by employee, and the entries behind each total."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.lists import list_page
from common.months import Month
from lab.access import allow
from lab.models import Employee
from lab.permissions import may
from payroll.coming import open_questions
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


@allow("see_pay")
@require_safe
def month_entries(request):
    """The entries of everybody."""
    return _entries_page(request, "payroll/month_entries.html", PayrollEntry.objects.all(), {})


@allow("see_pay")
@require_safe
def employee_entries(request, employee_id):
    """The entries of one employee."""
    employee = get_object_or_404(Employee, pk=employee_id)
    entries = PayrollEntry.objects.earned_by(employee)
    return _entries_page(request, "payroll/employee_entries.html", entries, {"employee": employee})


def _entries_page(request, template: str, entries: PayrollEntryQuerySet, context: dict):
    month = month_of(request)
    earned = entries.earned_within(month.first, month.last)
    with_base = may(request.user, "see_prices")
    rows = earned.with_names() if with_base else earned.with_names().defer("base", "net")
    return render(
        request,
        template,
        {
            **context,
            **month_context(request, month),
            "listed": list_page(rows.order_by("-earned_on", "-pk"), request.GET),
            **totals_context(earned),
            "with_base": with_base,
        },
    )


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
