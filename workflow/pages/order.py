"""The order page, and what is read from it: the payment instructions."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lab.access import allow
from lab.permissions import may
from orders.panels import timeline_panel
from orders.states import Status
from workflow.money.payment_instructions import instructions_for, payment_code_for
from workflow.order_page import head_of, panels_of
from workflow.pages.loading import visible_order


@allow("see_orders")
@require_safe
def order_page(request, number: str):
    """Everything about one order that the person may see."""
    order = visible_order(request, number)
    panels = panels_of(order, request.user)
    unfinished = order.status in {Status.DRAFTING, Status.PENDING, Status.PRODUCTION, Status.REVIEW}
    context = {
        "order": order,
        "main_panels": [panel for panel in panels if not panel.side],
        "side_panels": [panel for panel in panels if panel.side],
        "timeline": timeline_panel(order, request.user),
        "is_late": bool(unfinished and order.due_on and order.due_on < timezone.localdate()),
        "is_open": unfinished,
        "may_mark": may(request.user, "mark_order") and order.allows("markers"),
        **head_of(order, request.user),
    }
    return render(request, "workflow/order_page.html", context)


@allow("see_payment_instructions")
@require_safe
def payment_instructions(request, number: str):
    """The laboratory's text with the order's figures, to be read and closed."""
    order = visible_order(request, number)
    if not may(request.user, "see_prices"):
        raise PermissionDenied
    return render(
        request,
        "workflow/payment_instructions.html",
        {
            "order": order,
            "text": instructions_for(order),
            "code": payment_code_for(order),
            "back_url": f"/orders/{order.number}/",
        },
    )
