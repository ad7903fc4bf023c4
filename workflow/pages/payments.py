"""A payment that a customer made without naming an order: it becomes the customer's advance."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from customers.models import Counterparty
from lab.access import allow
from lab.models import LabSettings
from lab.posting import form_page, posted
from workflow.forms.payments import MoneyReceived
from workflow.money.record_payment import record_payment


@allow("record_payment")
@require_http_methods(["GET", "POST"])
def customer_payment(request, pk: int):
    """The dialog of a payment on the customer's page."""
    customer = get_object_or_404(Counterparty, pk=pk)
    currency = LabSettings.load().currency
    form = MoneyReceived(request.POST or None)
    form.name_currency(currency)
    url = reverse("workflow:customer_page", args=[pk])

    def run(cause):
        record_payment(customer, cause, currency=currency, **form.cleaned_data)
        return url

    context = {
        "dialog_title": _("Record a payment of %(customer)s") % {"customer": customer},
        "verb": _("Record payment"),
        "form": form,
        "back_url": url,
        "consequences": [_("The payment becomes an advance; use it for an order by its Record payment.")],
    }
    said = _("The payment is recorded as an advance.")
    return posted(request, [form], run, said=said) or form_page(
        request, "workflow/token_dialog.html", context
    )
