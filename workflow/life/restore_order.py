"""Restore: a cancelled order is drafted again, with the tasks that the cancelling skipped open again."""

from django.db import transaction

from lab.cause import Cause
from orders.models import Order
from orders.models.task import TaskState
from workflow.moving import take_step


@transaction.atomic
def restore_order(order_id: int, cause: Cause) -> Order:
    order, _event = take_step(order_id, "restore", cause)
    order.tasks.filter(skipped_by__isnull=False).update(state=TaskState.TODO, skipped_by=None)
    return order
