"""The order page, and what is read from it: the payment instructions."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lab.access import allow
from lab.permissions import may
from orders.panels import timeline_panel
from orders.states import Status
from workflow.actions import ACTIONS, action_url
from workflow.money.payment_instructions import instructions_for, payment_code_for
from workflow.order_page import head_of, panels_of
from workflow.page_columns import columns_of
from workflow.pages.loading import visible_order

NOT_SHOWN = (
    *("search_text", "delivery__search_text"),
    *(f"contact__{name}" for name in ("position", "email", "is_active", "search_text", "name_key")),
    *(f"customer__{name}" for name in ("legal_name", "tax_id", "requisites", "payer_name", "payer_details")),
    *(f"customer__{name}" for name in ("payment_days", "email", "notes", "search_text", "name_key")),
    *(f"patient__{name}" for name in ("kind", "sex", "born_on", "species", "breed", "owner", "card_number")),
    *(f"patient__{name}" for name in ("notes", "search_text", "name_key")),
)
"""Of the order and the rows beside it."""


@allow("see_orders")
@require_safe
def order_page(request, number: str):
    """Everything about one order that the person may see."""
    order = visible_order(request, number, without=NOT_SHOWN)
    panels = panels_of(order, request.user)
    unfinished = order.status in {Status.DRAFTING, Status.PENDING, Status.PRODUCTION, Status.REVIEW}
    context = {
        "order": order,
        "columns": columns_of(panels, timeline_panel(order, request.user), order),
        "is_late": bool(unfinished and order.due_on and order.due_on < timezone.localdate()),
        "is_open": unfinished,
        "may_mark": may(request.user, "mark_order") and order.allows("markers"),
        "due_url": _opened(order, request.user, "update-due"),
        "customer_url": _opened(order, request.user, "change-customer"),
        **head_of(order, request.user),
    }
    return render(request, "workflow/order_page.html", context)


def _opened(order, viewer, verb: str) -> str:
    """Where a click on what is shown opens the dialog that changes it; "" where it cannot be changed."""
    return "" if ACTIONS[verb].why_not(order, viewer) else action_url(order, verb)


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
