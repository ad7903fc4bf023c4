"""One's own earnings: what was earned and paid out, and asking about a line. Nobody else's."""

from django.db.models import Count, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.lists import list_page
from common.months import Month
from lab.access import allow
from lab.permissions import may
from lab.posting import form_page, posted
from payroll.coming import balances_of
from payroll.forms import QuestionForm
from payroll.models import PayQuestion, PayrollEntry, PaySheet
from payroll.questions import ask_about
from payroll.views.accruals import month_context, month_of, totals_context
from payroll.views.sheets import draw_sheet

SHEETS_SHOWN = 24


@allow("see_own_earnings")
@require_safe
def own_earnings(request):
    """The entries of a month, what has been paid out, and what is still to come."""
    month = month_of(request)
    with_base = may(request.user, "see_prices")
    earned = PayrollEntry.objects.earned_by(request.user).earned_within(month.first, month.last)
    asked = PayQuestion.objects.select_related("event", "answered__actor").order_by("pk")
    rows = earned.with_sheets().prefetch_related(Prefetch("questions", asked, to_attr="asked"))
    rows = rows if with_base else rows.defer("base", "net")
    sheets = PaySheet.objects.finished().filter(employee=request.user).annotate(rows=Count("entries"))
    context = {
        **month_context(request, month),
        **totals_context(earned),
        "listed": list_page(rows.order_by("-earned_on", "-pk"), request.GET),
        "with_base": with_base,
        "balances": balances_of(request.user),
        "sheets": sheets.order_by("-finished_on", "-pk")[:SHEETS_SHOWN],
    }
    return render(request, "payroll/own_earnings.html", context)


@allow("see_own_earnings")
@require_safe
def mine(request):
    """The address of former releases."""
    asked = request.GET.urlencode()
    return redirect(reverse("payroll:own_earnings") + (f"?{asked}" if asked else ""))


@allow("see_own_earnings")
@require_safe
def own_sheet_pdf(request, number):
    own = PaySheet.objects.finished().filter(employee=request.user).with_names()
    return draw_sheet(request, get_object_or_404(own, number=number))


@allow("see_own_earnings")
@require_http_methods(["GET", "HEAD", "POST"])
def question_new(request, entry_id):
    """The dialog that asks the accountant about a line of one's own."""
    own = PayrollEntry.objects.earned_by(request.user).with_names()
    entry = get_object_or_404(own, pk=entry_id)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    back = reverse("payroll:own_earnings") + f"?month={Month.of(entry.earned_on)}"

    def ask(cause):
        ask_about(entry.pk, cause, text=form.cleaned_data["text"])
        return back

    context = {
        "form": form,
        "dialog_title": _("Question the line “%(work)s” of order %(order)s")
        % {"work": entry.work_name, "order": entry.order.number},
        "verb": _("Ask"),
        "back_url": back,
    }
    said = _("Your question is with the accountant. The answer will stand beside the line.")
    return posted(request, [form], ask, said=said) or form_page(request, "payroll/pay_dialog.html", context)
