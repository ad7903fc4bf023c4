"""What the dialog “Change customer” shows once a customer is chosen: the prices then, line by line."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from lab.access import allow
from workflow.forms.customer import CustomerForm
from workflow.pages.loading import visible_order


@allow("change_customer")
@require_safe
def order_other_prices(request, number: str):
    """For ``?customer=``; empty where nobody, or the order's own customer, is chosen."""
    order = visible_order(request, number)
    form = CustomerForm(order=order, actor=request.user, initial=CustomerForm.asked_for(request.GET))
    return render(request, "workflow/_other_prices.html", {"order": order, "form": form})
