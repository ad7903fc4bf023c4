"""The work plan on the order page: who does each task, when, how far it is, and what can be done to it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.addresses import address
from common.kept_statements import kept
from common.panels import Panel
from lab.once import new_token
from lab.permissions import may
from orders.models import Order, Task
from orders.models.task import TaskState
from orders.parts import times
from workflow.plan.work_on_task import ASKED, is_anothers

TASK_MOVES = {
    TaskState.TODO: ((TaskState.IN_PROGRESS, _("Start")), (TaskState.DONE, _("Finish"))),
    TaskState.IN_PROGRESS: ((TaskState.DONE, _("Finish")), (TaskState.PAUSED, _("Pause"))),
    TaskState.PAUSED: ((TaskState.IN_PROGRESS, _("Go on")), (TaskState.DONE, _("Finish"))),
    TaskState.DONE: ((TaskState.TODO, _("Open again")),),
    TaskState.SKIPPED: ((TaskState.TODO, _("Open again")),),
}
"""Which buttons a task offers in which state, the likeliest first. Of another's task some ask whose work it is."""

SHOWN = (
    *("order_id", "line_id", "title", "state", "minutes", "planned_start", "planned_end"),
    *("started_at", "finished_at", "performer__name", "assistant__name"),
    *("line__is_removed", "line__code", "line__name", "line__quantity"),
    *("part__code", "part__name", "part__quantity"),
)

_TASKS = kept(
    lambda order: (
        Task.objects.filter(order=order)
        .current()
        .select_related("performer", "assistant", "line", "part")
        .only(*SHOWN)
    ),
    owner="order",
)


@dataclass(frozen=True)
class Entry:
    """One entry of a task's menu: done at once, or (``is_dialog``) asked about first."""

    label: object
    icon: str
    url: str
    is_dialog: bool = False


def tasks_panel(order: Order, viewer) -> Panel:
    """The tasks in the order of the plan."""
    tasks = _TASKS(order)
    works = may(viewer, "work_task") and order.allows("work")
    may_plan = may(viewer, "plan_work")
    plans = may_plan and order.allows("tasks")
    names_lines = len({task.line_id for task in tasks}) < len(tasks)
    for place, task in enumerate(tasks):
        is_off = task.line is not None and task.line.is_removed
        task.is_own = viewer.pk in (task.performer_id, task.assistant_id)
        asked = ASKED if is_anothers(task, viewer) else ()
        is_shut = is_off or (task.state == TaskState.SKIPPED and not may_plan)
        moves = [] if is_shut or not works else TASK_MOVES[task.state]
        task.moves = [(*move, move[0] in asked) for move in moves]
        task.entries = list(_entries(task, place, len(tasks))) if plans and not is_off else []
        task.token = new_token() if works or plans else ""
        task.state_name = TaskState(task.state).label
        said = (_part_of(task) if names_lines else "", times(task.piece))
        task.part_of = " ".join(filter(None, said))
    if not plans:  # whoever only works finds his own first, and of these what is left to do
        tasks.sort(key=lambda task: (not task.is_own, task.is_own and task.is_finished))
    context = {
        "tasks": tasks,
        "order": order,
        "is_closed": not order.allows("tasks"),
        "may_assign": may(viewer, "assign_task") and order.allows("tasks"),
        "works": works,
        "others": 0 if plans else _others(tasks),
        "plans": plans,
        "plan_token": new_token() if plans else "",
        "planned": _planned(tasks, order),
    }
    return Panel("tasks", _("Work plan"), "workflow/panels/tasks.html", context, count=len(tasks))


def _others(tasks: Sequence[Task]) -> int:
    """How many tasks a phone folds away beneath those of the viewer; none where there is nothing else."""
    others = [task for task in tasks if not task.is_own]
    return len(others) if len(others) < len(tasks) else 0


def _part_of(task: Task) -> str:
    """The code of the line's service; of a part of a complex service also its name, where the task has another."""
    if task.part is None:
        return task.line.code if task.line else ""
    return task.part.code if task.part.name == task.title else f"{task.part.name} · {task.part.code}"


def _entries(task: Task, place: int, count: int) -> Iterator[Entry]:
    where = [task.order.number, task.pk]
    yield Entry(_("Edit the task"), "pencil", address("workflow:task_edit", *where), is_dialog=True)
    if place > 0:
        yield _move(_("Move up"), "arrow-up", where, "up")
    if place < count - 1:
        yield _move(_("Move down"), "arrow-down", where, "down")
    if task.state == TaskState.SKIPPED:
        yield _move(_("Take up again"), "arrow-counterclockwise", where, "take-up")
    elif not task.is_finished:
        yield _move(_("Skip"), "skip-forward", where, "skip")
    if task.is_untouched:
        yield _move(_("Remove"), "trash", where, "remove")


def _move(label, icon: str, where: list, verb: str) -> Entry:
    return Entry(label, icon, address("workflow:task_move", *where, verb))


@dataclass(frozen=True)
class Planned:
    """What the plan comes to: when its last task ends, how many have no place in it yet, how many days late it ends."""

    ends: datetime | None
    unplanned: int
    days_late: int

    @property
    def none_yet(self) -> bool:
        return self.ends is None


def _planned(tasks: Iterable[Task], order: Order) -> Planned | None:
    """None where there is nothing left to plan."""
    left = [task for task in tasks if not task.is_finished]
    if not left:
        return None
    ends = max((task.planned_end for task in left if task.planned_end), default=None)
    late = (timezone.localtime(ends).date() - order.due_on).days if ends and order.due_on else 0
    return Planned(ends, sum(task.planned_end is None for task in left), max(0, late))
