"""Stop forgotten clocks: a task that nobody paused waits from the end of its working day, every day."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.background import background_work
from lab.calendar import calendar_of_the_house
from lab.cause import Cause
from lab.models import Employee
from lab.working_time import WorkingTime
from orders.models import WorkSpan
from workflow.clock import is_forgotten, pause, stop_clocks
from workflow.moving import book_change, lock_order


def stop_forgotten_clocks(now: datetime) -> int:
    """In the name of the service account; returns how many were stopped."""
    running, calendar = WorkSpan.objects.running().select_related("task"), calendar_of_the_house()
    orders = {span.task.order_id for span in running if is_forgotten(span, now, calendar)}
    cause = Cause(Employee.objects.system(), now)
    return sum(_stop(order_id, cause, calendar) for order_id in sorted(orders))


@transaction.atomic
def _stop(order_id: int, cause: Cause, calendar: WorkingTime) -> int:
    order = lock_order(order_id)
    running = WorkSpan.objects.running().filter(task__order=order).select_related("task")
    forgotten = [span for span in running if is_forgotten(span, cause.at, calendar)]
    stop_clocks(forgotten, cause.at)
    changes = [pause(span.task) for span in forgotten]
    if changes:
        reason = _("Nobody stopped the clock: it ended with the working day")
        book_change(
            order, "work_task", cause, action="work_task", changes=changes, reason=reason, grows=False
        )
    return len(changes)


@background_work(gettext_lazy("Stop clocks that were forgotten"))
def sweep_clocks(context, **_told) -> int:
    """The daily sweep; returns how many clocks were stopped."""
    return stop_forgotten_clocks(timezone.now())
