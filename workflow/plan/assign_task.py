"""Assign: who performs a task, and who assists."""

from django.db import transaction

from lab.cause import Cause
from lab.events import local_day
from lab.models import Employee
from orders.models import Task
from workflow.acts.following_work import follow_work
from workflow.drawing_up.writing_tasks import put_on_task
from workflow.moving import book_change, open_order
from workflow.plan.tasks_of_plan import task_to_change
from workflow.plan.who_is_there import refuse_absent


@transaction.atomic
def assign_task(
    task_id: int, cause: Cause, *, performer: Employee | None, assistant: Employee | None = None
) -> Task:
    order_id = Task.objects.values_list("order_id", flat=True).get(pk=task_id)
    order = open_order(order_id, cause, action="assign_task", aspect="tasks")
    task = task_to_change(task_id)
    before = task.performer, task.assistant
    if before != (performer, assistant):
        put_on_task(task, performer and performer.pk, assistant and assistant.pk)
        if performer and performer != before[0]:
            refuse_absent(performer, order, local_day(cause.at))
        task.save(update_fields=["performer", "assistant"])
        change = {"field": task.title, "before": _people(*before), "after": _people(performer, assistant)}
        event = book_change(order, "assign_task", cause, action="assign_task", changes=[change], grows=False)
        follow_work(order, event, cause.at)
    return task


def _people(performer: Employee | None, assistant: Employee | None) -> str:
    return " / ".join(person.name for person in (performer, assistant) if person)
