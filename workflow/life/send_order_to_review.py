"""Send to review: the work is done, a reviewer decides."""

from django.db import transaction

from lab.cause import Cause
from orders.models import Order
from workflow.moving import take_step


@transaction.atomic
def send_order_to_review(order_id: int, cause: Cause) -> Order:
    order, _event = take_step(order_id, "send_to_review", cause)
    return order
