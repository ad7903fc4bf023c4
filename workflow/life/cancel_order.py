"""Cancel: draft acts and sums set by hand go, open tasks are skipped, advances tied to the order become free again."""

from django.db import transaction

from billing.ledger import acts, receivables
from lab.cause import Cause
from lab.events import local_day
from orders.models import Order
from orders.models.task import TaskState
from payroll.planned import lift_all
from workflow.moving import take_step


@transaction.atomic
def cancel_order(order_id: int, cause: Cause, *, reason: str) -> Order:
    order, event = take_step(order_id, "cancel", cause, reason=reason)
    acts.delete_drafts(order)
    lift_all(order, event=event)
    order.tasks.current().unfinished().update(state=TaskState.SKIPPED, skipped_by=event)
    receivables.free_advances(order, event=event, on=local_day(cause.at))
    return order
