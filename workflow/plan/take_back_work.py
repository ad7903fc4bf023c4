"""Take back: what was just done at a task is undone exactly, clocks included, unless something happened since."""

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from lab.cause import Cause
from lab.models import Event
from orders.models import Order, Task, WorkSpan
from orders.models.task import TaskState
from workflow.acts.following_work import follow_work
from workflow.moving import StepRefused, book_change, lock_order, open_order, require
from workflow.plan.footprints import MOMENTS, Footprint, footprint
from workflow.plan.one_at_a_time import lock_people, starting_pauses
from workflow.plan.tasks_of_plan import task_to_change


class ChangedSince(StepRefused):
    """Somebody went on from where the step had led."""

    def __init__(self) -> None:
        super().__init__(_("Something happened since: this can no longer be taken back."))


@transaction.atomic
def take_back_work(task_id: int, cause: Cause, *, before: Footprint, after: Footprint) -> Task:
    """``before`` and ``after`` are what ``work_on_task`` told: the tasks stand as then, or nothing is done."""
    require(cause, "work_task")
    ids = sorted(map(int, before["tasks"]))
    order_ids = sorted(set(Task.objects.filter(pk__in=ids).values_list("order_id", flat=True)))
    for order_id in order_ids:
        lock_order(order_id)
    running = {pk: row for pk, row in before["spans"].items() if row["ended_at"] is None}
    lock_people(sorted({row["employee_id"] for row in running.values()}))
    orders = [open_order(pk, cause, action="work_task", aspect="work") for pk in order_ids]
    if task_id not in ids or footprint(ids) != after:
        raise ChangedSince
    _refuse_two_at_once(running, ids)
    tasks = {pk: task_to_change(pk) for pk in ids}
    told = {pk: _describe(task) for pk, task in tasks.items()}
    _put_back(before, after)
    for order in orders:
        changes = [change for pk in ids for change in _changes(tasks[pk], told[pk], order)]
        booked = _book(order, changes, cause)
        if _paid(before, order) != _paid(after, order):
            follow_work(order, booked, cause.at)
    return Task.objects.select_related("order").get(pk=task_id)


def _refuse_two_at_once(running: dict[str, dict], ids: list[int]) -> None:
    """A clock that would run again stays where it is while its owner has started something else."""
    owners = {row["employee_id"] for row in running.values()}
    elsewhere = WorkSpan.objects.running().filter(employee__in=owners).exclude(task__in=ids)
    started = elsewhere.select_related("task").first() if starting_pauses() else None
    if started:
        raise StepRefused(_("“%(task)s” was started since: pause it first.") % {"task": started.task.title})


def _put_back(before: Footprint, after: Footprint) -> None:
    WorkSpan.objects.filter(pk__in=set(after["spans"]) - set(before["spans"])).delete()
    for pk, row in before["spans"].items():
        WorkSpan.objects.filter(pk=pk).update(**_read(row))
    for pk, row in before["tasks"].items():
        Task.objects.filter(pk=pk).update(**_read(row))


def _read(row: dict) -> dict:
    return {
        name: parse_datetime(value) if name in MOMENTS and value else value for name, value in row.items()
    }


def _describe(task: Task) -> tuple[str, str]:
    return str(TaskState(task.state).label), task.performer.name if task.performer else ""


def _changes(task: Task, told: tuple[str, str], order: Order) -> list[dict]:
    """State and performer of one task, as they were told before and are now."""
    if task.order_id != order.pk:
        return []
    now = _describe(Task.objects.select_related("performer").get(pk=task.pk))
    pairs = zip(told, now, strict=True)
    return [{"field": task.title, "before": was, "after": is_} for was, is_ in pairs if was != is_]


def _book(order: Order, changes: list[dict], cause: Cause) -> Event:
    reason = _("Taken back")
    return book_change(
        order, "work_task", cause, action="work_task", changes=changes, reason=reason, grows=False
    )


def _paid(stood: Footprint, order: Order) -> dict[str, tuple]:
    """Whom each task of the order is paid to, and whether it counts."""
    rows = stood["tasks"].items()
    counts = {pk: row["state"] != TaskState.SKIPPED for pk, row in rows if row["order_id"] == order.pk}
    return {pk: (stood["tasks"][pk]["performer_id"], counted) for pk, counted in counts.items()}
