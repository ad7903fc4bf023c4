"""Add a task by hand: one more step of a line, or work that no line asks for, such as a second model."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from lab.cause import Cause
from lab.models import Employee
from orders.models import LinePart, OrderLine, Task
from workflow.drawing_up.writing_tasks import put_on_task
from workflow.moving import StepRefused
from workflow.plan.tasks_of_plan import book_plan, bring_task, change_of, open_plan


@transaction.atomic
def add_task(
    order_id: int,
    cause: Cause,
    *,
    title: str,
    line: OrderLine | None = None,
    part: LinePart | None = None,
    minutes: int | None = None,
    share: Decimal | None = None,
    performer: Employee | None = None,
    assistant: Employee | None = None,
) -> Task:
    order = open_plan(order_id, cause)
    if line and not order.lines.current().filter(pk=line.pk).exists():
        raise StepRefused(_("This service is not on the order any more."))
    if part and (part.is_removed or line is None or part.line_id != line.pk):
        raise StepRefused(_("This part belongs to another service."))
    task = bring_task(order, title, line, part=part, minutes=minutes, share=share if line else None)
    put_on_task(task, performer and performer.pk, assistant and assistant.pk)
    task.save(update_fields=["performer", "assistant"])
    book_plan(order, "add_task", cause, change_of(task, "", _("added")))
    return task
