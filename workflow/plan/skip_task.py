"""Skip a task that this order does not need, or take a skipped one up again."""

from django.db import transaction

from lab.cause import Cause
from orders.models import Task
from orders.models.task import TaskState
from workflow.plan.tasks_of_plan import book_plan, change_of, open_plan_of


@transaction.atomic
def skip_task(task_id: int, cause: Cause) -> Task:
    """Its share goes to the other tasks of the line."""
    return _move(task_id, cause, TaskState.SKIPPED)


@transaction.atomic
def take_up_task(task_id: int, cause: Cause) -> Task:
    """What was skipped or done is to be done."""
    return _move(task_id, cause, TaskState.TODO)


def _move(task_id: int, cause: Cause, state: TaskState) -> Task:
    order, task = open_plan_of(task_id, cause)
    if task.state == state:
        return task
    before = task.get_state_display()
    task.state = state
    task.finished_at = cause.at if state == TaskState.SKIPPED else None
    task.skipped_by = None
    task.save(update_fields=["state", "finished_at", "skipped_by"])
    book_plan(order, "plan_task", cause, change_of(task, before, str(state.label)))
    return task
