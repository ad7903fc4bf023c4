"""Start: work begins; an automatic order gets its draft acts. Tasks of nobody may be given to people with it."""

from collections.abc import Mapping

from django.db import transaction

from lab.cause import Cause
from lab.events import local_day
from lab.models import Employee
from orders.models import Order, Task
from workflow.acts.automatic_acts import refill_acts
from workflow.life.former_state import remember, stand_of
from workflow.moving import lock_order, take_step
from workflow.plan.assign_task import assign_task


@transaction.atomic
def start_order(order_id: int, cause: Cause, *, performers: Mapping[int, Employee] | None = None) -> Order:
    """``performers`` by the ids of their tasks; a start that is taken back takes back their names too."""
    before = stand_of(lock_order(order_id))
    for task_id, performer in (performers or {}).items():
        _name(order_id, task_id, performer, cause)
    order, _event = take_step(order_id, "start", cause, on=local_day(cause.at))
    refill_acts(order, cause.at)
    remember(order, "start", before)
    return order


def _name(order_id: int, task_id: int, performer: Employee, cause: Cause) -> None:
    """Who was named for the task meanwhile stays."""
    task = Task.objects.filter(pk=task_id, order=order_id, performer=None).first()
    if task:
        assign_task(task.pk, cause, performer=performer, assistant=task.assistant)
