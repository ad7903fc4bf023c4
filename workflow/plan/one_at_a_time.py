"""Nobody works on two things at once: what else runs when somebody starts, and the locks that make it certain.

Shared by the use cases that start a clock, not one itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lab.calendar import calendar_of_the_house
from lab.cause import Cause
from lab.models import Employee, LabSettings
from lab.once import SomeoneIsWorking
from orders.models import Task, WorkSpan
from workflow.clock import is_forgotten, pause, stop_clocks
from workflow.moving import book_change, lock_order

TRIES = 5
"""How often the locks are taken anew because somebody was faster."""


class _Moved(Exception):
    """What was to be locked has changed before it was."""


@dataclass(frozen=True)
class _Bench:
    """Whose clock will run, what else runs for that person, and the orders that all this touches."""

    worker: int | None
    spans: tuple[WorkSpan, ...]
    orders: frozenset[int]


def lock_bench(task_id: int, cause: Cause, worker_of: Callable[[Task], int | None]) -> tuple[WorkSpan, ...]:
    """Lock the orders, then the person; returns the clocks that have to stop before that of the task starts.

    Which orders these are is known only after the person is locked, and orders go first: where the first look was
    wrong, the locks are let go and taken anew.
    """
    for _try in range(TRIES):
        seen = _look(task_id, cause, worker_of)
        try:
            with transaction.atomic():
                for order_id in sorted(seen.orders):
                    lock_order(order_id)
                lock_people([seen.worker] if seen.worker else [])
                now = _look(task_id, cause, worker_of)
                if now.worker != seen.worker or not now.orders <= seen.orders:
                    raise _Moved
                return now.spans
        except _Moved:
            continue
    raise SomeoneIsWorking


def lock_people(ids: Iterable[int]) -> None:
    """Whoever starts or stops a clock of theirs meanwhile waits; the orders are locked already."""
    people = Employee.objects.filter(pk__in=list(ids)).order_by("pk")
    list(people.select_for_update(no_key=True, of=("self",)).only("pk"))


def pause_others(spans: Iterable[WorkSpan], task: Task, cause: Cause) -> list[dict]:
    """Stop the clocks of other tasks because of this one; returns the changes of its own order.

    Other orders get an event of their own, which says why.
    """
    own = []
    for span in spans:
        stop_clocks([span], cause.at)
        change = pause(span.task)
        if span.task.order_id == task.order_id:
            own.append(change)
            continue
        told = {"task": task.title, "number": task.order.number}
        reason = _("“%(task)s” of order %(number)s was started") % told
        other = lock_order(span.task.order_id)
        book_change(
            other, "work_task", cause, action="work_task", changes=[change], reason=reason, grows=False
        )
    return own


def starting_pauses() -> bool:
    """Whether starting a task pauses what the person has running."""
    return LabSettings.load().one_running_task


def _look(task_id: int, cause: Cause, worker_of) -> _Bench:
    task = Task.objects.only("order", "performer", "assistant").get(pk=task_id)
    worker = worker_of(task)
    running = WorkSpan.objects.running().filter(employee=worker).exclude(task=task)
    spans = [] if worker is None else list(running.select_related("task__order").order_by("pk"))
    if spans and not starting_pauses():
        calendar = calendar_of_the_house()
        spans = [span for span in spans if is_forgotten(span, cause.at, calendar)]
    return _Bench(worker, tuple(spans), frozenset({task.order_id, *(span.task.order_id for span in spans)}))
