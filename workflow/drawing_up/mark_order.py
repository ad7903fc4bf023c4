"""Mark: put the laboratory's coloured labels on an order, or take them off."""

from collections.abc import Collection

from django.db import transaction

from common.folding import sort_key
from lab.cause import Cause
from orders.models import Marker, Order
from workflow.drawing_up.writing_orders import refuse_markers
from workflow.moving import book_change, open_order


@transaction.atomic
def mark_order(order_id: int, cause: Cause, *, markers: Collection[Marker]) -> Order:
    order = open_order(order_id, cause, action="mark_order", aspect="markers")
    markers = list(markers)
    refuse_markers([marker.pk for marker in markers], held=order.markers.values_list("pk", flat=True))
    before, after = _names(order.markers.all()), _names(markers)
    if before != after:
        order.markers.set(markers)
        change = {"field": "markers", "before": before, "after": after}
        book_change(order, "mark", cause, action="mark_order", changes=[change], grows=False)
    return order


def _names(markers) -> str:
    return ", ".join(sorted((marker.name for marker in markers), key=sort_key))
