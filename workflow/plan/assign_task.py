"""Assign: who performs the task of a line, and who assists."""

from django.db import transaction
from django.utils.translation import gettext as _

from lab.cause import Cause
from lab.models import Employee
from orders.models import Task
from workflow.acts.automatic_acts import refill_acts
from workflow.drawing_up.writing_orders import put_on_task
from workflow.moving import StepRefused, book_change, open_order


@transaction.atomic
def assign_task(
    task_id: int, cause: Cause, *, performer: Employee | None, assistant: Employee | None = None
) -> Task:
    order_id = Task.objects.values_list("order_id", flat=True).get(pk=task_id)
    order = open_order(order_id, cause, action="assign_task", aspect="tasks")
    task = Task.objects.select_related("performer", "assistant", "line").get(pk=task_id)
    if task.line.is_removed:
        raise StepRefused(_("The service of this task was taken off the order."))
    before = task.performer, task.assistant
    if before != (performer, assistant):
        put_on_task(task, performer and performer.pk, assistant and assistant.pk)
        task.save(update_fields=["performer", "assistant"])
        change = {"field": task.title, "before": _people(*before), "after": _people(performer, assistant)}
        book_change(order, "assign_task", cause, action="assign_task", changes=[change], grows=False)
        refill_acts(order, cause.at)
    return task


def _people(performer: Employee | None, assistant: Employee | None) -> str:
    return " / ".join(person.name for person in (performer, assistant) if person)
