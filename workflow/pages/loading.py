"""Loading and authorising in one place: the order that a page is about."""

from collections.abc import Iterable

from django.shortcuts import get_object_or_404

from orders.models import Order


def visible_order(request, number: str, *, without: Iterable[str] = ()) -> Order:
    """The order with that number, if the person may see it; else 404. ``without`` is what the page does not read."""
    orders = Order.objects.visible_to(request.user).defer(*without)
    return get_object_or_404(
        orders.select_related("customer", "contact", "patient", "delivery"), number=number
    )
