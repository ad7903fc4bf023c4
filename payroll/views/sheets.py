"""Pay sheets: the list, one of them, finishing and discarding a draft, the paper."""

from django.db.models import Count, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.templatetags.labsite import money
from lab.access import allow
from lab.lists import list_view
from lab.once import lead_back
from lab.posting import form_page, posted
from papers.answers import issued_response
from papers.models import IssuedPaper
from papers.revisions import latest
from payroll.forms import ConfirmForm
from payroll.lists import SHEETS
from payroll.models import PayrollEntry, PaySheet
from payroll.pay_out import discard_sheet, finish_sheet
from payroll.pay_papers import sheet_entries

sheet_list = list_view(SHEETS, "see_pay")


@allow("see_pay")
@require_safe
def sheet_page(request, sheet_id):
    """One sheet with its entries, and of a draft what it leaves out."""
    sheet = get_object_or_404(PaySheet.objects.with_names(), pk=sheet_id)
    entries = sheet_entries(sheet)
    left_out = {"count": 0}
    if not sheet.is_finished:
        free = PayrollEntry.objects.filter(employee=sheet.employee, currency=sheet.currency).free()
        left_out = free.aggregate(count=Count("pk"), total=Sum("amount"))
    context = {
        "sheet": sheet,
        "paper": latest("pay_sheet", sheet.number) if sheet.is_finished else None,
        "entries": entries,
        "total": sum(entry.amount for entry in entries),
        "corrections": sum(entry.reverses_id is not None for entry in entries),
        "left_out": left_out,
    }
    return render(request, "payroll/sheet_page.html", context)


@allow("pay_out")
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_finish(request, sheet_id):
    sheet = _sheet(request, sheet_id)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    here = reverse("payroll:sheet_page", args=[sheet.pk])

    def finish(cause):
        finish_sheet(sheet.pk, cause)
        return here

    total = money(sheet.sum_of_entries(), sheet.currency)
    context = {
        "form": form,
        "dialog_title": _("Finish the pay sheet of %(who)s") % {"who": sheet.employee.name},
        "verb": _("Finish the sheet"),
        "back_url": here,
        "consequences": [
            _("%(who)s is paid %(total)s.") % {"who": sheet.employee.name, "total": total},
            _("The sheet gets its number; it is not changed or deleted any more."),
            _("What is taken back later is netted on a later sheet."),
        ],
    }
    said = _("The pay sheet is finished: %(who)s, %(total)s.") % {"who": sheet.employee.name, "total": total}
    return posted(request, [form], finish, said=said) or form_page(
        request, "payroll/pay_dialog.html", context
    )


@allow("pay_out")
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_discard(request, sheet_id):
    sheet = _sheet(request, sheet_id)
    form = ConfirmForm(request.POST if request.method == "POST" else None)

    def discard(cause):
        discard_sheet(sheet.pk, cause)
        return reverse("payroll:payout_list")

    context = {
        "form": form,
        "dialog_title": _("Discard the draft for %(who)s") % {"who": sheet.employee.name},
        "verb": _("Discard the draft"),
        "back_url": reverse("payroll:sheet_page", args=[sheet.pk]),
        "consequences": [_("Its entries can be chosen again for another pay sheet.")],
    }
    said = _("The draft is discarded.")
    return posted(request, [form], discard, said=said) or form_page(
        request, "payroll/pay_dialog.html", context
    )


@allow("see_pay")
@require_safe
def sheet_pdf(request, sheet_id):
    """A draft has no number and no paper."""
    return draw_sheet(request, get_object_or_404(PaySheet.objects.finished().with_names(), pk=sheet_id))


def draw_sheet(request, sheet: PaySheet):
    """Its paper, as it was issued when the sheet was finished."""
    return issued_response(
        request, get_object_or_404(IssuedPaper.objects.to_print(), kind="pay_sheet", number=sheet.number)
    )


def _sheet(request, sheet_id: int) -> PaySheet:
    """The sheet; a form that has discarded it leads where it led."""
    sheet = PaySheet.objects.with_names().filter(pk=sheet_id).first()
    if sheet is None:
        if request.method == "POST":
            lead_back(request)
        raise Http404
    return sheet
