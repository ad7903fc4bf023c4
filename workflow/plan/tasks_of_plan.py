"""The tasks of a plan that can still be changed. Shared by the use cases about tasks, not one itself."""

from django.db.models import Max
from django.utils.translation import gettext as _

from common.soundness import refuse_unsound_fields
from lab.cause import Cause
from orders.models import Order, OrderLine, Task
from workflow.acts.following_work import follow_work
from workflow.moving import StepRefused, book_change, open_order

TYPED = ("title", "minutes", "share")
MOST_TASKS = 1_000
"""Of one order: more is a mistake of whoever adds them."""


def open_plan(order_id: int, cause: Cause) -> Order:
    """Lock an order whose plan the person may change now."""
    return open_order(order_id, cause, action="plan_work", aspect="tasks")


def open_plan_of(task_id: int, cause: Cause) -> tuple[Order, Task]:
    """The same by one of its tasks, which comes with it."""
    order = open_plan(Task.objects.values_list("order_id", flat=True).get(pk=task_id), cause)
    return order, task_to_change(task_id)


def task_to_change(task_id: int) -> Task:
    """The task with its people and line; refused where it went, or its service did. The caller has locked the order."""
    task = Task.objects.select_related("performer", "assistant", "line").get(pk=task_id)
    if task.line and task.line.is_removed:
        raise StepRefused(_("The service of this task was taken off the order."))
    if task.is_removed:
        raise StepRefused(_("This task was taken off the plan."))
    return task


def refuse_odd_task(task: Task) -> None:
    """Raise where what was typed about a task cannot be: no name, minutes or a share beyond reason."""
    task.title = " ".join(task.title.split())
    if not task.title:
        raise StepRefused(_("Say what is to be done."))
    refuse_unsound_fields(task, TYPED)


def bring_task(order: Order, title: str, line: OrderLine | None = None, **said) -> Task:
    """One more task at the end of the plan, checked and not yet given to anybody; the caller writes the event."""
    if order.tasks.current().count() >= MOST_TASKS:
        raise StepRefused(_("A plan has at most %(most)s tasks.") % {"most": MOST_TASKS})
    last = order.tasks.current().aggregate(last=Max("position"))["last"] or 0
    task = Task(order=order, line=line, title=title, position=last + 1, **said)
    refuse_odd_task(task)
    task.save()
    return task


def book_plan(order: Order, verb: str, cause: Cause, *changes: dict) -> None:
    """Write the event of a changed plan; who is credited may have changed with it: acts and pay follow."""
    event = book_change(order, verb, cause, action="plan_work", changes=list(changes), grows=False)
    follow_work(order, event, cause.at)


def change_of(task: Task, before: str, after: str) -> dict:
    return {"field": task.title, "before": before, "after": after}
