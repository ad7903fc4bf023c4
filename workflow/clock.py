"""The clock of work: opened by a start, closed by whatever ends the work or takes it away.

A running clock belongs to a task in progress, and to somebody who is on it. One that was forgotten ended with the
working day in which it began, whenever that is found out: whoever asks hands on the calendar, read once. Real minutes
are what passes between start and end.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from lab.calendar import calendar_of_the_house
from lab.working_time import WorkingTime
from orders.models import Order, Task, WorkSpan
from orders.models.task import TaskState


def is_forgotten(span: WorkSpan, at: datetime, calendar: WorkingTime) -> bool:
    """Whether it still runs although its working day is over; after hours the day itself ends."""
    return span.ended_at is None and calendar.end_of_day(span.started_at) <= at


def time_worked(spans: Iterable[WorkSpan], at: datetime, calendar: WorkingTime) -> timedelta:
    """What the clocks come to; a running one has gone until now, a forgotten one until the end of its day."""
    return sum((_end(span, at, calendar) - span.started_at for span in spans), timedelta())


def start_clock(task: Task, employee_id: int, at: datetime) -> WorkSpan:
    return WorkSpan.objects.create(task=task, employee_id=employee_id, started_at=at)


def stop_clocks(spans: Iterable[WorkSpan], at: datetime) -> None:
    """They end now, or ended with their working day; a clock of the machine that was set back ends none too early."""
    running = list(spans)
    calendar = calendar_of_the_house() if running else None
    for span in running:
        span.is_capped, span.ended_at = is_forgotten(span, at, calendar), _end(span, at, calendar)
        span.save(update_fields=["ended_at", "is_capped"])


def pause(task: Task) -> dict:
    """The task waits; returns the change as events tell it."""
    before, task.state = task.get_state_display(), TaskState.PAUSED
    task.save(update_fields=["state"])
    return {"field": task.title, "before": before, "after": task.get_state_display()}


def settle_clocks(order: Order, at: datetime) -> list[dict]:
    """Close each clock of the order whose work has ended or was taken away; returns what was paused thereby.

    The caller has locked the order and saved what it changed; ``workflow.moving`` asks at every event.
    """
    return settle_clocks_of([order], at).get(order.pk, [])


def settle_clocks_of(orders: Iterable[Order], at: datetime) -> dict[int, list[dict]]:
    """``settle_clocks`` of many orders; what was paused, by their ids."""
    by_id = {order.pk: order for order in orders}
    running = WorkSpan.objects.running().filter(task__order__in=list(by_id)).select_related("task__line")
    ended = [span for span in running if not _goes_on(span, by_id[span.task.order_id])]
    stop_clocks(ended, at)
    paused: dict[int, list[dict]] = defaultdict(list)
    for span in ended:
        if span.task.state == TaskState.IN_PROGRESS:
            paused[span.task.order_id].append(pause(span.task))
    return paused


def _goes_on(span: WorkSpan, order: Order) -> bool:
    task = span.task
    is_wanted = not task.is_removed and not (task.line and task.line.is_removed)
    is_theirs = task.performer_id is None or span.employee_id in (task.performer_id, task.assistant_id)
    return is_wanted and is_theirs and task.state == TaskState.IN_PROGRESS and order.allows("work")


def _end(span: WorkSpan, at: datetime, calendar: WorkingTime) -> datetime:
    return span.ended_at or max(span.started_at, min(at, calendar.end_of_day(span.started_at)))
