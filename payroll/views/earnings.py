"""One's own earnings: what was earned and paid out, and asking about a line. Nobody else's."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.months import Month
from lab.access import allow
from lab.lists import list_view
from lab.posting import form_page, posted
from payroll.forms import QuestionForm
from payroll.lists import OWN_ENTRIES
from payroll.models import PayrollEntry, PaySheet
from payroll.questions import ask_about
from payroll.views.sheets import draw_sheet

own_earnings = list_view(OWN_ENTRIES, "see_own_earnings")


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
