"""Remove a task from the plan: only one that nobody has begun; what was begun is skipped instead."""

from django.db import transaction
from django.utils.translation import gettext as _

from lab.cause import Cause
from orders.models import Task
from workflow.moving import StepRefused
from workflow.plan.tasks_of_plan import book_plan, change_of, open_plan_of


@transaction.atomic
def remove_task(task_id: int, cause: Cause) -> Task:
    """A service keeps at least one task: somebody has to be responsible for it."""
    order, task = open_plan_of(task_id, cause)
    if not task.is_untouched:
        raise StepRefused(_("Somebody has begun this task. Skip it instead."))
    others = order.tasks.current().exclude(pk=task.pk)
    if task.line_id and not others.filter(line=task.line_id).exists():
        raise StepRefused(_("A service keeps at least one task. Skip it, or take the service off the order."))
    task.is_removed = True
    task.save(update_fields=["is_removed"])
    book_plan(order, "remove_task", cause, change_of(task, _("in the plan"), ""))
    return task
