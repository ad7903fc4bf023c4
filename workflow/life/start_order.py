"""Start: work begins; an automatic order gets its draft acts."""

from django.db import transaction

from lab.cause import Cause
from lab.events import local_day
from orders.models import Order
from workflow.acts.automatic_acts import refill_acts
from workflow.moving import take_step


@transaction.atomic
def start_order(order_id: int, cause: Cause) -> Order:
    order, _event = take_step(order_id, "start", cause, on=local_day(cause.at))
    refill_acts(order, cause.at)
    return order
