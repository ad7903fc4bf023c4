"""Marking closing documents as sent, one or several at once, and taking the mark back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from billing.models import ClosingDocument
from billing.to_process import unsent
from common.asked import row_id
from customers.models import Counterparty
from lab.access import allow
from lab.leading_back import led_back
from lab.posting import form_page, posted
from payroll.forms.confirm import ConfirmForm
from workflow.forms.sending import SentForm
from workflow.money.mark_sent import mark_sent
from workflow.money.unmark_sent import unmark_sent

MOST = 200
"""Documents of one press."""


@allow("mark_sent")
@require_http_methods(["GET", "POST"])
def sending_new(request):
    """The dialog over the documents that the address names, or over all of a customer that were not sent."""
    documents = _documents(request)
    if not documents:
        messages.info(request, _("None of these papers waits to be sent."))
        return redirect(_back(request))
    form = SentForm(request.POST or None, initial={"sent_on": timezone.localdate()})
    back = _back(request)

    def run(cause) -> str:
        mark_sent(documents, cause, **form.cleaned_data)
        return back

    count = len(documents)
    said = ngettext("%(n)s document is marked as sent.", "%(n)s documents are marked as sent.", count)
    context = {
        "dialog_title": _title(documents),
        "verb": _("Mark as sent"),
        "form": form,
        "back_url": back,
        "documents": documents,
    }
    answer = posted(request, [form], run, said=said % {"n": count})
    return answer or form_page(request, "workflow/sending_dialog.html", context)


@allow("mark_sent")
@require_http_methods(["GET", "POST"])
def sending_take_back(request, number: str):
    """The dialog that takes the mark of a document back."""
    document = get_object_or_404(ClosingDocument.objects.defer("snapshot"), number=number)
    form, back = ConfirmForm(request.POST or None), _back(request)

    def run(cause) -> str:
        unmark_sent(document, cause)
        return back

    context = {
        "dialog_title": _("%(number)s was not sent") % {"number": number},
        "verb": _("Take the mark back"),
        "form": form,
        "back_url": back,
        "consequences": [_("It waits again to be sent.")],
    }
    answer = posted(request, [form], run, said=_("%(number)s waits to be sent.") % {"number": number})
    return answer or form_page(request, "workflow/token_dialog.html", context)


def _documents(request) -> list[ClosingDocument]:
    """Of a customer's only those that the dialog showed: one that was issued meanwhile went nowhere."""
    read = ClosingDocument.objects.select_related("customer").defer("snapshot")
    if customer := row_id(request.GET, "customer"):
        theirs = Counterparty.objects.account_of([customer])
        waiting = unsent(read).filter(customer__in=theirs).order_by("pk")
        if request.method == "POST":
            waiting = waiting.filter(number__in=request.POST.getlist("shown")[:MOST])
        return list(waiting[:MOST])
    return list(read.filter(number__in=request.GET.getlist("number")[:MOST]).order_by("pk"))


def _title(documents: list[ClosingDocument]) -> str:
    if len(documents) == 1:
        return _("Mark %(number)s as sent") % {"number": documents[0].number}
    return _("Mark %(n)s documents as sent") % {"n": len(documents)}


def _back(request) -> str:
    return led_back(request, reverse("billing:document_list"))
