"""Edit a task: what it is called, how long it usually takes, its share of the line's pay."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from common.templatetags.labsite import percent
from lab.cause import Cause
from orders.models import Task
from workflow.plan.tasks_of_plan import book_plan, open_plan_of, refuse_odd_task


@transaction.atomic
def edit_task(
    task_id: int, cause: Cause, *, title: str, minutes: int | None = None, share: Decimal | None = None
) -> Task:
    """A task that belongs to no line has no share to say. Nothing changed books nothing."""
    order, task = open_plan_of(task_id, cause)
    before = _said(task)
    task.title, task.minutes, task.share = title, minutes, share if task.line_id else None
    refuse_odd_task(task)
    if before != _said(task):
        task.save(update_fields=["title", "minutes", "share"])
        book_plan(order, "edit_task", cause, {"field": "task", "before": before, "after": _said(task)})
    return task


def _said(task: Task) -> str:
    minutes = "" if task.minutes is None else _("%(n)s min") % {"n": task.minutes}
    share = "" if task.share is None else percent(task.share)
    return ", ".join(part for part in (task.title, minutes, share) if part)
