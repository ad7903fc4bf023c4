"""Take down: a drawn-up order goes back to drafting."""

from django.db import transaction

from lab.cause import Cause
from orders.models import Order
from workflow.moving import take_step


@transaction.atomic
def take_down_order(order_id: int, cause: Cause, *, reason: str = "") -> Order:
    order, _event = take_step(order_id, "take_down", cause, reason=reason)
    return order
