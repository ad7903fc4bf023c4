"""What was paid and what was given back: the lists, and the page of each payment and refund."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from billing.lists import PAYMENTS, REFUNDS
from billing.models import Payment, Refund
from billing.standing import free_part_by_payment, orders_of, reversals_of
from lab.access import allow
from lab.lists import list_view

payment_list = list_view(PAYMENTS, "see_billing")
refund_list = list_view(REFUNDS, "see_billing")


@allow("see_billing")
@require_safe
def payment_page(request, number):
    """One payment: which orders it pays or waits for now, what was given back of it, every entry that led there."""
    payments = Payment.objects.select_related("customer", "event__actor")
    payment = get_object_or_404(payments, number=number)
    entries = list(payment.allocations.select_related("order", "refund", "event__actor").order_by("-pk"))
    refunds = [entry for entry in entries if entry.refund_id]
    reversals = reversals_of(payments=[payment])
    taken_back = {entry.reverses_id for entry in entries}
    context = {
        "payment": payment,
        "money": payment,
        "free": free_part_by_payment([payment])[payment.pk],
        "parts": orders_of(payment),
        "refunds": [one for one in refunds if not one.reverses_id and one.pk not in taken_back],
        "entries": entries,
        "reversal": reversals[0] if reversals else None,
    }
    return render(request, "billing/payment_page.html", context)


@allow("see_billing")
@require_safe
def refund_page(request, number):
    """One refund: of which payments it came, and who took it back."""
    refunds = Refund.objects.select_related("customer", "event__actor")
    refund = get_object_or_404(refunds, number=number)
    reversals = reversals_of(refunds=[refund])
    context = {
        "refund": refund,
        "money": refund,
        "sources": refund.allocations.filter(reverses__isnull=True).select_related("payment").order_by("pk"),
        "reversal": reversals[0] if reversals else None,
    }
    return render(request, "billing/refund_page.html", context)
