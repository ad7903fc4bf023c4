"""Produce: the work is accepted. Performers are credited, materials written off, the final price fixed."""

from django.db import transaction

from billing.models import Act
from lab.cause import Cause
from lab.events import local_day
from orders.models import Order
from workflow.acts.automatic_acts import refill_acts
from workflow.acts.booking_acts import book_acts
from workflow.moving import require, take_step


@transaction.atomic
def produce_order(order_id: int, cause: Cause, *, override_shortage: bool = False) -> Order:
    if override_shortage:
        require(cause, "override_shortage")
    order = Order.objects.locked(order_id)
    refill_acts(order, cause.at)
    order, event = take_step(order_id, "produce", cause)
    drafts = list(Act.objects.filter(order=order).drafts().order_by("pk"))
    book_acts(drafts, order, event, local_day(cause.at), override_shortage=override_shortage)
    return order
