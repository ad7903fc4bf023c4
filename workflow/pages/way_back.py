"""The way back that a line offers after a step that acted at once: of this step alone, whatever follows it."""

from urllib.parse import urlencode

from django.urls import reverse

from lab.once import VERSION_FIELD
from lab.posting import offering
from orders.models import Order


def offering_way_back(order: Order) -> str:
    """The tag of the line; asked in the transaction of the step, so that the version is the one it made."""
    number, version = Order.objects.values_list("number", "version").get(pk=order.pk)
    url = reverse("workflow:order_take_back", args=[number])
    return offering("undo", f"{url}?{urlencode({VERSION_FIELD: version})}")
