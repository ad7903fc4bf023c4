"""Return to production: the reviewer asks for rework, says why, and names the tasks to do again or a new one."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from lab.cause import Cause
from orders.models import Order
from orders.models.task import FINISHED, TaskState
from workflow.acts.following_work import follow_work
from workflow.moving import StepRefused, take_step
from workflow.plan.tasks_of_plan import bring_task


@transaction.atomic
def return_order_to_production(
    order_id: int, cause: Cause, *, reason: str, task_ids: Collection[int] = (), new_task: str = ""
) -> Order:
    """At least one task of the order is to be done (again): else nobody would have anything to do."""
    order, event = take_step(order_id, "return_to_production", cause, reason=reason)
    again = order.tasks.doable().filter(pk__in=task_ids, state__in=FINISHED)
    reopened = again.update(state=TaskState.TODO, finished_at=None, skipped_by=None)
    if new_task.strip():
        bring_task(order, new_task)
    elif not reopened:
        raise StepRefused(_("Name at least one task to do again, or a new one."))
    follow_work(order, event, cause.at)
    return order
