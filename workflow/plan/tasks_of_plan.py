"""The tasks of a plan that can still be changed. Shared by the use cases about tasks, not one itself."""

from django.utils.translation import gettext as _

from orders.models import Task
from workflow.moving import StepRefused


def task_to_change(task_id: int) -> Task:
    """The task with its people and line; refused where it went, or its service did. The caller has locked the order."""
    task = Task.objects.select_related("performer", "assistant", "line").get(pk=task_id)
    if task.line and task.line.is_removed:
        raise StepRefused(_("The service of this task was taken off the order."))
    if task.is_removed:
        raise StepRefused(_("This task was taken off the plan."))
    return task
