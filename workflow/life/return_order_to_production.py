"""Return to production: the reviewer asks for rework and names the tasks to open again."""

from collections.abc import Collection

from django.db import transaction

from lab.cause import Cause
from orders.models import Order
from orders.models.task import FINISHED, TaskState
from workflow.acts.automatic_acts import refill_acts
from workflow.moving import take_step


@transaction.atomic
def return_order_to_production(
    order_id: int, cause: Cause, *, reason: str, task_ids: Collection[int] = ()
) -> Order:
    order, _event = take_step(order_id, "return_to_production", cause, reason=reason)
    order.tasks.current().filter(pk__in=task_ids, state__in=FINISHED).update(
        state=TaskState.TODO, finished_at=None, skipped_by=None
    )
    refill_acts(order, cause.at)
    return order
