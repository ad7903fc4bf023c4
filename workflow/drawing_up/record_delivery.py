"""Delivery: shipped and delivered are facts beside the state, editable later."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from common.day_bounds import FACTS
from common.refusals import Refused
from common.soundness import refuse_odd_day, refuse_unsound_fields
from lab.cause import Cause
from lab.events import local_day
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
        _refuse_odd(delivery, local_day(cause.at))
        delivery.save()
        book_change(order, "deliver", cause, action="deliver_order", changes=changes, grows=False)
    return order


def _refuse_odd(delivery: Delivery, today: date) -> None:
    for day in (delivery.shipped_on, delivery.delivered_on):
        refuse_odd_day(day, today, bounds=FACTS)
    if delivery.shipped_on and delivery.delivered_on and delivery.delivered_on < delivery.shipped_on:
        raise Refused(_("The work cannot arrive before it was shipped."))
    refuse_unsound_fields(delivery, FIELDS)
