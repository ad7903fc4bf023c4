"""Move a task up or down in the plan: it changes places with its neighbour."""

from django.db import transaction
from django.utils.translation import gettext as _

from lab.cause import Cause
from orders.models import Task
from workflow.moving import StepRefused, book_change
from workflow.plan.tasks_of_plan import change_of, open_plan_of

UP, DOWN = "up", "down"


@transaction.atomic
def move_task(task_id: int, cause: Cause, *, way: str) -> Task:
    """The first is not moved up, nor the last down; nothing is booked then."""
    if way not in (UP, DOWN):
        raise StepRefused(_("A task is moved up or down."))
    order, task = open_plan_of(task_id, cause)
    tasks = list(order.tasks.current())
    here = next(place for place, row in enumerate(tasks) if row.pk == task.pk)
    there = here + (1 if way == DOWN else -1)
    if 0 <= there < len(tasks):
        tasks[here], tasks[there] = tasks[there], tasks[here]
        for position, row in enumerate(tasks, start=1):
            row.position = position
        Task.objects.bulk_update(tasks, ["position"])
        change = change_of(task, "", _("moved up") if way == UP else _("moved down"))
        book_change(order, "move_task", cause, action="plan_work", changes=[change], grows=False)
    return task
