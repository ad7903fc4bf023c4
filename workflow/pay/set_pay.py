"""Set by hand what a role of a task earns, whoever does it, instead of what the rate says."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from lab.cause import Cause
from orders.models import Order, Task
from payroll.models import PayRole, PlannedPay
from payroll.planned import plan_for_task, refuse_odd_sum
from workflow.moving import StepRefused
from workflow.pay.sums_by_hand import book_sum, of_task, open_pay, settle, tell, told


@transaction.atomic
def set_pay(
    order_id: int, cause: Cause, *, task_id: int, role: str, amount: Decimal, comment: str
) -> PlannedPay | None:
    """The same sum with the same comment again changes nothing and returns None."""
    order = open_pay(order_id, cause)
    task = _task_to_pay(order, task_id, role)
    refuse_odd_sum(amount, comment)
    standing = PlannedPay.objects.standing().filter(task=task, role=role).select_related("task").first()
    if standing and (standing.amount, standing.comment) == (amount, comment.strip()):
        return None
    before, after = told(standing) if standing else "", tell(of_task(task, role), amount, comment)
    event = book_sum(order, "set_pay", cause, before=before, after=after)
    planned = plan_for_task(task, role, amount, comment, event=event)
    settle(order, event, cause)
    return planned


def _task_to_pay(order: Order, task_id: int, role: str) -> Task:
    task = order.tasks.doable().filter(pk=task_id).first()
    if task is None:
        raise StepRefused(_("This task is not on the plan any more."))
    if role not in PayRole.values:
        raise StepRefused(_("A task is paid to its performer and to its assistant."))
    if role == PayRole.ASSISTANT and task.assistant_id is None:
        raise StepRefused(
            _("Nobody assists in this task. Name the assistant first, or add the person with a sum.")
        )
    return task
