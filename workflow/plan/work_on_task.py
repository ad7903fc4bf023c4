"""Work on a task: start, pause, finish or skip it, or open it again."""

from django.db import transaction
from django.utils.translation import gettext as _

from lab.cause import Cause
from orders.models import Task
from orders.models.task import FINISHED, TaskState
from workflow.moving import StepRefused, book_change, open_order


@transaction.atomic
def work_on_task(task_id: int, cause: Cause, *, state: str) -> Task:
    order_id = Task.objects.values_list("order_id", flat=True).get(pk=task_id)
    order = open_order(order_id, cause, action="work_task", aspect="work")
    task = Task.objects.get(pk=task_id)
    if task.line.is_removed:
        raise StepRefused(_("The service of this task was taken off the order."))
    if task.state != state:
        change = {
            "field": task.title,
            "before": task.get_state_display(),
            "after": str(TaskState(state).label),
        }
        task.state = state
        task.finished_at = cause.at if state in FINISHED else None
        task.save(update_fields=["state", "finished_at"])
        book_change(order, "work_task", cause, action="work_task", changes=[change], grows=False)
    return task
