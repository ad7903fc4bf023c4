"""Payments that name no order: they become the customer's advance, and the customer's page offers what it can pay."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from customers.models import Counterparty
from lab.access import allow
from lab.models import LabSettings
from lab.posting import form_page, posted
from workflow.forms.payments import MoneyReceived, PaymentOfCustomer
from workflow.money.answers import after_advance
from workflow.money.record_payment import record_payment


@allow("record_payment")
@require_http_methods(["GET", "POST"])
def customer_payment(request, pk: int):
    """The dialog of a payment on the customer's page."""
    customer = get_object_or_404(Counterparty, pk=pk)
    title = _("Record a payment of %(customer)s") % {"customer": customer}
    form = MoneyReceived(request.POST or None)
    return _serve(request, form, title, customer, back_url=_page_of(customer))


@allow("record_payment")
@require_http_methods(["GET", "POST"])
def payment_new(request):
    """The dialog of a payment on the list of payments: whose it is, is asked too."""
    form = PaymentOfCustomer(request.POST or None)
    return _serve(request, form, _("Record a payment"), back_url=reverse("billing:payment_list"))


def _serve(
    request: HttpRequest,
    form: MoneyReceived,
    title: str,
    customer: Counterparty | None = None,
    *,
    back_url: str,
) -> HttpResponse:
    currency, booked = LabSettings.load().currency, []
    form.name_currency(currency)

    def run(cause) -> str:
        told = {"customer": customer, **form.cleaned_data}
        booked[:] = [record_payment(cause=cause, currency=currency, **told)]
        return _page_of(told["customer"])

    def said() -> str:
        return after_advance(booked[0]) if booked else _("The payment is recorded as an advance.")

    consequences = [
        _("The payment becomes an advance of the customer; the customer's page offers what it can pay.")
    ]
    context = {
        "dialog_title": title,
        "verb": _("Record payment"),
        "form": form,
        "back_url": back_url,
        "consequences": consequences,
    }
    return posted(request, [form], run, said=said) or form_page(
        request, "workflow/token_dialog.html", context
    )


def _page_of(customer: Counterparty) -> str:
    return reverse("workflow:customer_page", args=[customer.pk])
