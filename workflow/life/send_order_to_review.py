"""Send to review: the work is done, a reviewer decides."""

from django.db import transaction

from lab.cause import Cause
from orders.models import Order
from workflow.life.former_state import remember, stand_of
from workflow.moving import lock_order, take_step


@transaction.atomic
def send_order_to_review(order_id: int, cause: Cause) -> Order:
    before = stand_of(lock_order(order_id))
    order, _event = take_step(order_id, "send_to_review", cause)
    remember(order, "send_to_review", before)
    return order
