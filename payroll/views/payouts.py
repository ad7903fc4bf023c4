"""Payouts: what everybody has coming, choosing what goes on a pay sheet, closing a month."""

from collections.abc import Iterable
from itertools import groupby

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.months import Month
from lab.access import allow
from lab.models import Employee
from lab.posting import form_page, posted
from payroll.choosing import free_entries, months_offered
from payroll.coming import balances_of, everybodys, open_questions, totals_of
from payroll.forms import CloseMonthForm, PayoutForm
from payroll.models import ClosedMonth, PayrollEntry, PaySheet
from payroll.pay_out import draw_up_sheet
from payroll.periods import close_month, in_words, months_to_close

MOST_TICKS = 300
"""Lines that one page offers to be ticked; of more than that one chooses a month."""


@allow("see_pay")
@require_safe
def payout_list(request):
    """Everybody who has something coming."""
    coming = everybodys()
    context = {
        "coming": coming,
        "totals": totals_of(coming),
        "closed": ClosedMonth.objects.latest(),
        "closable": months_to_close(timezone.localdate()),
        "open_questions": open_questions(),
    }
    return render(request, "payroll/payout_list.html", context)


@allow("pay_out")
@require_http_methods(["GET", "HEAD", "POST"])
def payout_new(request, employee_id):
    """What one person has coming, by month and by order; what is chosen goes on a pay sheet."""
    employee = get_object_or_404(Employee, pk=employee_id)
    form = PayoutForm(request.POST if request.method == "POST" else None, employee=employee)

    def draw_up(cause):
        chosen = form.cleaned_data
        ids = [entry.pk for entry in chosen["entry"]]
        sheet = draw_up_sheet(
            employee.pk, cause, entry_ids=ids, month=chosen["month"], currency=chosen["currency"]
        )
        return reverse("payroll:sheet_page", args=[sheet.pk])

    said = _("The pay sheet is drawn up. Look it through, then finish it.")
    return posted(request, [form], draw_up, said=said) or form_page(
        request, "payroll/payout_form.html", _choice(request, employee, form)
    )


def _choice(request, employee: Employee, form: PayoutForm) -> dict:
    free = free_entries(employee)
    asked = Month.read(request.GET.get("month", ""))
    rows = PayrollEntry.objects.earned_by(employee).free().with_sheets()
    if asked:
        rows = rows.earned_within(asked.first, asked.last)
    rows = list(rows.order_by("earned_on", "pk")[: MOST_TICKS + 1])
    drafts = PaySheet.objects.drafts().filter(employee=employee).order_by("pk")
    return {
        "employee": employee,
        "form": form,
        "balances": balances_of(employee),
        "offered": months_offered(free),
        "asked": asked,
        "orders": list(_by_order(rows[:MOST_TICKS])),
        "shown": min(len(rows), MOST_TICKS),
        "free": len(free),
        "more": len(rows) > MOST_TICKS,
        "drafts": drafts,
    }


def _by_order(entries: Iterable[PayrollEntry]):
    """(order, its entries, what they come to), in the order of the orders' numbers."""
    ranked = sorted(entries, key=lambda entry: (entry.order.number, entry.earned_on, entry.pk))
    for _number, group in groupby(ranked, key=lambda entry: entry.order.number):
        own = list(group)
        yield own[0].order, own, sum(entry.amount for entry in own)


@allow("pay_out")
@require_http_methods(["GET", "HEAD", "POST"])
def month_close(request):
    """The dialog that closes a month."""
    months = months_to_close(timezone.localdate())
    first = {"month": str(months[-1])} if months else {}
    form = CloseMonthForm(request.POST if request.method == "POST" else None, months=months, initial=first)

    def close(cause):
        close_month(form.cleaned_data["month"], cause)
        return reverse("payroll:payout_list")

    context = {
        "form": form,
        "dialog_title": _("Close a month of pay"),
        "verb": _("Close the month"),
        "back_url": reverse("payroll:payout_list"),
        "consequences": [
            _("Nothing is dated into this month, or any before it, any more."),
            _("What comes later, corrections too, is dated into the month that is open then."),
            _("A closed month cannot be opened again."),
        ]
        if months
        else [],
        "closed": not months,
        "refusal": "" if months else _("Every month that is over is closed already."),
    }

    def said():
        return _("%(month)s is closed.") % {"month": in_words(form.cleaned_data["month"])}

    return posted(request, [form], close, said=said) or form_page(request, "payroll/pay_dialog.html", context)
