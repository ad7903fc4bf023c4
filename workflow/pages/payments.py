"""Money of customers: payments over open charges, the use of what was paid ahead, refunds, reversals, all paid."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.models import Payment, Refund
from billing.standing import free_advance, free_part_by_payment
from common.asked import id_in
from customers.models import Counterparty
from lab.access import allow
from lab.leading_back import led_back
from lab.posting import form_page, posted
from workflow.forms.payments import (
    AdvanceOfCustomer,
    AllPaidForm,
    PaymentOfCustomer,
    RefundForm,
    ReverseForm,
    paid_ahead,
)
from workflow.money.answers import after_payment, after_refund, after_reversal, after_using_advance_over
from workflow.money.mark_all_paid import mark_all_paid
from workflow.money.record_payment import pay_from_advance, record_payment
from workflow.money.refund_advance import refund_advance
from workflow.money.reverse_payment import reverse_payment
from workflow.money.reverse_refund import reverse_refund

FROM_ADDRESS = ("customer", "currency", "amount", "received_on", "method", "reference")
"""What the script that draws the charges anew hands over."""


@allow("record_payment")
@require_http_methods(["GET", "POST"])
def customer_payment(request, pk: int):
    """The dialog of a payment on the page of the customer and on its ledger."""
    customer = get_object_or_404(Counterparty.objects.now(pk))
    title = _("Record a payment of %(customer)s") % {"customer": customer}
    ticked = {id_in(pk) for pk in request.GET.getlist("entry")}
    form = PaymentOfCustomer(request.POST or None, initial=_asked(request), customer=customer, ticked=ticked)
    return _payment(request, form, title, back_url=_back_to(request, customer))


@allow("record_payment")
@require_http_methods(["GET", "POST"])
def payment_new(request):
    """The dialog of a payment on the list of payments: whose it is, is asked too."""
    form = PaymentOfCustomer(request.POST or None, initial=_asked(request))
    return _payment(request, form, _("Record a payment"), back_url=reverse("billing:payment_list"))


def _payment(request: HttpRequest, form: PaymentOfCustomer, title: str, *, back_url: str) -> HttpResponse:
    def run(cause) -> Payment:
        told = {name: form.cleaned_data[name] for name in _TOLD}
        return record_payment(form.customer, cause, currency=form.currency, **told)

    context = {
        "dialog_title": title,
        "verb": _("Record payment"),
        "back_url": back_url,
        "leads_to": lambda: _back_to(request, form.customer),
        "dialog_wide": True,
    }
    return _serve(
        request, form, run, after_payment, context, template="workflow/payments/payment_dialog.html"
    )


_TOLD = ("amount", "received_on", "method", "reference", "parts", "in_addition")


@allow("record_payment")
@require_http_methods(["GET", "POST"])
def customer_advance(request, pk: int):
    """The dialog in which what a customer has paid ahead goes to open charges."""
    customer = get_object_or_404(Counterparty.objects.now(pk))
    form = AdvanceOfCustomer(request.POST or None, initial=_asked(request), customer=customer)

    def run(cause) -> list:
        parts = form.cleaned_data["parts"]
        pay_from_advance(customer, cause, currency=form.currency, parts=parts)
        return parts

    context = {
        "dialog_title": _("Pay from the advance of %(customer)s") % {"customer": customer},
        "verb": _("Pay from advance"),
        "back_url": _back_to(request, customer),
        "dialog_wide": True,
    }
    said = after_using_advance_over
    return _serve(request, form, run, said, context, template="workflow/payments/advance_dialog.html")


@allow("record_payment")
@require_http_methods(["GET", "POST"])
def customer_refund(request, pk: int):
    """The dialog of a refund, of all that the customer has paid ahead or of one payment named in the address."""
    customer = get_object_or_404(Counterparty.objects.now(pk))
    payment = _payment_in_address(request, customer)
    form = RefundForm(request.POST or None, free_by_currency=_free_of(customer, payment))

    def run(cause) -> Refund:
        told = {
            name: form.cleaned_data[name]
            for name in ("amount", "refunded_on", "method", "reference", "reason")
        }
        return refund_advance(customer, cause, currency=form.currency, payment=payment, **told)

    title = _("Refund to %(customer)s") % {"customer": customer}
    if payment:
        title = _("Refund of payment %(number)s") % {"number": payment.number}
    context = {
        "dialog_title": title,
        "verb": _("Record refund"),
        "back_url": _address_of(payment) if payment else _back_to(request, customer),
    }
    return _serve(request, form, run, after_refund, context, template="workflow/payments/refund_dialog.html")


@allow("record_payment")
@require_http_methods(["GET", "POST"])
def customer_all_paid(request, pk: int):
    """The dialog that marks all of a customer's charges as paid, after showing which these are."""
    customer = get_object_or_404(Counterparty.objects.now(pk))
    form = AllPaidForm(request.POST or None, customer=customer)

    def run(cause) -> list[Payment]:
        told = {name: form.cleaned_data[name] for name in ("received_on", "method", "reference")}
        seen = {currency: form.cleaned_data[f"seen_{currency}"] for currency in form.charges}
        return mark_all_paid(customer, cause, seen=seen, **told)

    def said(payments: list[Payment]) -> str:
        return " ".join(after_payment(payment) for payment in payments)

    context = {
        "dialog_title": _("Mark all of %(customer)s as paid") % {"customer": customer},
        "verb": _("Mark all as paid"),
        "back_url": _back_to(request, customer),
        "dialog_wide": True,
    }
    return _serve(request, form, run, said, context, template="workflow/payments/all_paid_dialog.html")


@allow("record_payment")
@require_http_methods(["GET", "POST"])
def payment_reverse(request, number: str):
    """The dialog that takes a payment out of the books."""
    payment = get_object_or_404(Payment.objects.select_related("customer"), number=number)
    context = {
        "dialog_title": _("Reverse payment %(number)s") % {"number": payment.number},
        "verb": _("Reverse payment"),
        "consequences": [
            _("What it paid is open again; what it was held for loses it."),
            _("Its number stays, marked as reversed by you and why."),
        ],
    }
    return _reversal(
        request, payment, lambda cause, why: reverse_payment(payment.pk, cause, reason=why), context
    )


@allow("record_payment")
@require_http_methods(["GET", "POST"])
def refund_reverse(request, number: str):
    """The dialog that takes a refund out of the books."""
    refund = get_object_or_404(Refund.objects.select_related("customer"), number=number)
    context = {
        "dialog_title": _("Reverse refund %(number)s") % {"number": refund.number},
        "verb": _("Reverse refund"),
        "consequences": [
            _("What was given back is the customer's free advance again."),
            _("Its number stays, marked as reversed by you and why."),
        ],
    }
    return _reversal(
        request, refund, lambda cause, why: reverse_refund(refund.pk, cause, reason=why), context
    )


def _reversal(request, source: Payment | Refund, use_case: Callable, context: dict) -> HttpResponse:
    form = ReverseForm(request.POST or None)

    def run(cause):
        return use_case(cause, form.cleaned_data["reason"])

    context |= {"danger": True, "back_url": _address_of(source)}
    return _serve(request, form, run, after_reversal, context, template="workflow/token_dialog.html")


def _serve(request, form, run: Callable, said: Callable, context: dict, *, template: str) -> HttpResponse:
    """Draw the dialog, or book what it says; ``said`` puts what ``run`` booked into words."""
    booked: list = []
    leads_to = context.pop("leads_to", lambda: context["back_url"])

    def act(cause) -> str:
        booked[:] = [run(cause)]
        return leads_to()

    context |= {"form": form}
    answer = posted(request, [form], act, said=lambda: said(booked[0]), opens=lambda: _opened(booked[0]))
    return answer or form_page(request, template, context)


def _opened(booked) -> str:
    """Where the entries of what was booked are seen."""
    if isinstance(booked, list):
        booked = booked[0] if booked else None
    return _address_of(booked) if isinstance(booked, Payment | Refund) else ""


def _address_of(source: Payment | Refund) -> str:
    name = "billing:payment_page" if isinstance(source, Payment) else "billing:refund_page"
    return reverse(name, args=[source.number])


def _back_to(request, customer: Counterparty) -> str:
    """The list on which the dialog was opened, else the page of the customer."""
    return led_back(request, reverse("workflow:customer_page", args=[customer.pk]))


def _asked(request) -> dict[str, str]:
    return {name: request.GET[name] for name in FROM_ADDRESS if request.GET.get(name)}


def _payment_in_address(request, customer: Counterparty) -> Payment | None:
    number = request.GET.get("payment")
    if not number:
        return None
    payment = Payment.objects.filter(customer__in=customer.books, number=number).first()
    if payment is None:
        raise Http404
    return payment


def _free_of(customer: Counterparty, payment: Payment | None) -> dict:
    """By currency, what can be given back."""
    if payment:
        return {payment.currency: free_part_by_payment([payment])[payment.pk]}
    return {currency: free_advance(customer, currency) for currency in paid_ahead(customer)}
