"""Update due at: promise another day."""

from datetime import date

from django.db import transaction

from lab.cause import Cause
from orders.changes import describe_order, difference
from orders.models import Order
from workflow.moving import book_change, open_order


@transaction.atomic
def update_due_date(order_id: int, cause: Cause, *, due_on: date, reason: str = "") -> Order:
    order = open_order(order_id, cause, action="update_due", aspect="due", versioned=True)
    before = describe_order(order)
    order.due_on = due_on
    changes = difference(before, describe_order(order))
    if changes:
        book_change(order, "update_due", cause, action="update_due", changes=changes, reason=reason)
    return order
