"""Delivery: shipped and delivered are facts beside the state, editable later."""

from datetime import date

from django.db import transaction

from lab.cause import Cause
from orders.models import Delivery, Order
from workflow.moving import book_change, open_order

FIELDS = ("shipped_on", "carrier", "tracking_number", "delivered_on", "received_by")


@transaction.atomic
def record_delivery(
    order_id: int,
    cause: Cause,
    *,
    shipped_on: date | None = None,
    carrier: str = "",
    tracking_number: str = "",
    delivered_on: date | None = None,
    received_by: str = "",
) -> Order:
    order = open_order(order_id, cause, action="deliver_order", aspect="delivery")
    delivery = Delivery.objects.filter(order=order).first() or Delivery(order=order)
    told = dict(zip(FIELDS, (shipped_on, carrier, tracking_number, delivered_on, received_by), strict=True))
    changes = [
        {
            "field": name.replace("_", " "),
            "before": str(getattr(delivery, name) or ""),
            "after": str(value or ""),
        }
        for name, value in told.items()
        if getattr(delivery, name) != value
    ]
    if changes:
        for name, value in told.items():
            setattr(delivery, name, value)
        delivery.save()
        book_change(order, "deliver", cause, action="deliver_order", changes=changes, grows=False)
    return order
