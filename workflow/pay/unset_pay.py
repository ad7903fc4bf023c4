"""Take back a sum set by hand: the rate pays again, or the employee earns nothing besides."""

from django.db import transaction

from lab.cause import Cause
from orders.models import Order
from payroll.planned import lift
from workflow.pay.sums_by_hand import book_sum, open_pay, settle, sum_of, told


@transaction.atomic
def unset_pay(order_id: int, cause: Cause, *, planned_id: int) -> Order:
    order = open_pay(order_id, cause)
    planned = sum_of(order, planned_id)
    event = book_sum(order, "unset_pay", cause, before=told(planned))
    lift(planned, event=event)
    settle(order, event, cause)
    return order
