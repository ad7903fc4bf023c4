"""Change the due date: promise another day."""

from datetime import date

from django.db import transaction

from common.changes import difference
from common.soundness import refuse_odd_day
from lab.cause import Cause
from lab.events import local_day
from orders.changes import describe_order
from orders.models import Order
from workflow.moving import book_change, open_order


@transaction.atomic
def update_due_date(order_id: int, cause: Cause, *, due_on: date, reason: str = "") -> Order:
    order = open_order(order_id, cause, action="update_due", aspect="due", versioned=True)
    refuse_odd_day(due_on, local_day(cause.at), stood=order.due_on, may_have_passed=False)
    before = describe_order(order)
    order.due_on = due_on
    changes = difference(before, describe_order(order))
    if changes:
        book_change(order, "update_due", cause, action="update_due", changes=changes, reason=reason)
    return order
