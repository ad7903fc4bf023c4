"""Hold: work stops until something awaited arrives."""

from datetime import date

from django.db import transaction

from lab.cause import Cause
from orders.models import Order
from workflow.moving import take_step


@transaction.atomic
def hold_order(order_id: int, cause: Cause, *, awaited: str, expected_on: date) -> Order:
    order, _event = take_step(
        order_id, "hold", cause, reason=awaited, awaited=awaited, expected_on=expected_on
    )
    return order
