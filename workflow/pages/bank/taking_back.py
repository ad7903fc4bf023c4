"""Taking a whole statement back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from billing.bank_lines import counts_of
from billing.models import BankImport
from lab.access import allow
from lab.cause import Cause
from lab.posting import form_page, posted
from workflow.forms.bank import ReasonForm
from workflow.money.take_back_bank_import import take_back_bank_import


@allow("record_payment")
@require_http_methods(["GET", "HEAD", "POST"])
def bank_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the whole import back: its payments are reversed, its lines are as if they had never come."""
    parked = get_object_or_404(BankImport, pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    here, counts = reverse("workflow:bank_import", args=[pk]), counts_of([parked])[pk]

    def take_back(cause: Cause) -> str:
        take_back_bank_import(pk, cause, reason=form.cleaned_data["reason"])
        return reverse("workflow:bank_list")

    consequences = [_("Its lines are no longer there; the file can be brought again.")]
    if counts.taken:
        sentence = ngettext(
            "%(count)s payment made of its lines is reversed; what it paid is open again.",
            "%(count)s payments made of its lines are reversed; what they paid is open again.",
            counts.taken,
        )
        consequences.insert(0, sentence % {"count": counts.taken})
    context = {
        "form": form,
        "dialog_title": _("Take back the statement %(name)s") % {"name": parked.file_name},
        "verb": _("Take the statement back"),
        "back_url": here,
        "danger": True,
        "consequences": consequences,
    }
    said = _("The statement %(name)s is taken back.") % {"name": parked.file_name}
    return posted(request, [form], take_back, said=said) or form_page(
        request, "workflow/token_dialog.html", context
    )
