"""The order list: begins with one's own work, opens what a typed number names; all else is the shared list."""

from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from lab.access import allow
from lab.lists import show_list
from lab.lists.kept import kept_for
from lab.lists.showing import of_list
from workflow.pages.opening import address_of_number
from workflow.pages.order_table import ORDERS
from workflow.pages.order_views import asked_by, remember


@of_list(ORDERS)
@allow("see_orders")
@require_safe
def order_list(request):
    """A number that was typed and sent opens what it names."""
    if "go" in request.GET and (address := address_of_number(request.GET.get("q", ""), request.user)):
        return redirect(address)
    kept = kept_for(request.user, ORDERS)
    asked = asked_by(request, kept)
    return remember(request, show_list(request, ORDERS, asked=asked, kept=kept), asked)
