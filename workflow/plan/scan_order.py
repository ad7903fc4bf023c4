"""Scan an order at the bench: its next task of whoever scans is started or finished, or what was asked for is done."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from lab.cause import Cause
from lab.models import Employee
from orders.bench_codes import Action
from orders.models import Order, Task, WorkSpan
from orders.models.task import TaskState
from orders.states import Status
from workflow.moving import StepRefused, require
from workflow.plan.work_on_task import work_on_task


@dataclass(frozen=True)
class Scanned:
    """What was done, and what comes next. ``open_tasks`` of a question are told in the sequence of the plan."""

    order: Order
    asked: Action | None
    task: Task | None = None
    following: Task | None = None
    open_tasks: list[Task] = field(default_factory=list)


class NotYours(StepRefused):
    """The person has nothing to do on the order: somebody has to say whose work the ``task`` shall be."""

    def __init__(self, task: Task, state: str):
        self.task, self.state = task, state
        said = _("No task of this order is yours. Next is “%(task)s”: %(name)s.")
        super().__init__(said % {"task": task.title, "name": task.performer or _("nobody has it yet")})


@transaction.atomic
def scan_order(
    order_id: int, cause: Cause, *, asked: Action | None = None, task_id: int | None = None, whose: str = ""
) -> Scanned:
    """``task_id`` and ``whose`` answer ``NotYours``. Nothing is locked before ``work_on_task`` locks in its sequence:

    where the order went on meanwhile, that refuses.
    """
    require(cause, "work_task")
    order = Order.objects.get(pk=order_id)
    open_tasks = list(_open_tasks(order))
    if asked == Action.WHO:  # holding is a step of the order's life: workflow.life.hold_at_bench
        return Scanned(order, asked, open_tasks=open_tasks)
    _refuse_idle(order, open_tasks)
    if task_id is not None:
        task = next((task for task in open_tasks if task.pk == task_id), None)
        if task is None:
            raise StepRefused(_("This task is finished or was taken off the plan."))
        state = _state_of(task, asked)
    else:
        task, state = _next_step(order, open_tasks, asked, cause.actor)
    done = work_on_task(task.pk, cause, state=state, whose=whose)
    return Scanned(done.order, asked, done, _following(order, done, cause.actor))


def _open_tasks(order: Order):
    tasks = order.tasks.doable().unfinished()
    return tasks.select_related("performer", "assistant", "line", "part").order_by("position", "pk")


def _refuse_idle(order: Order, open_tasks: list[Task]) -> None:
    """Nobody can work on an order that is not in the house, or that leaves nothing to do."""
    if not order.allows("work"):
        said = _("Order %(number)s is in the state “%(state)s”: nobody can work on it now.")
        raise StepRefused(said % {"number": order.number, "state": Status(order.status).label})
    if open_tasks:
        return
    if order.tasks.doable().exists():
        raise StepRefused(_("All tasks of order %(number)s are finished.") % {"number": order.number})
    raise StepRefused(_("Order %(number)s has no tasks: plan its work first.") % {"number": order.number})


def _next_step(order: Order, tasks: list[Task], asked: Action | None, person: Employee) -> tuple[Task, str]:
    """The person's next task and what becomes of it. Raises ``NotYours`` where none is the person's."""
    mine = [task for task in tasks if person.pk in (task.performer_id, task.assistant_id)]
    running = _running(mine, order, person)
    waiting = [task for task in mine if task.state != TaskState.IN_PROGRESS]
    if asked == Action.PAUSE:
        if not running:
            raise StepRefused(_("Nothing of yours is running on this order."))
        return running[0], TaskState.PAUSED
    if running and asked == Action.START:
        raise StepRefused(_("“%(task)s” is running already.") % {"task": running[0].title})
    if running:
        return running[0], TaskState.DONE
    if waiting:
        return waiting[0], _state_of(waiting[0], asked)
    task = _of_others(tasks, asked)
    _refuse_others(task, person)
    raise NotYours(task, _state_of(task, asked))


def _running(mine: Iterable[Task], order: Order, person: Employee) -> list[Task]:
    """What the person is at: a performer's task in progress; an assistant's where the own clock runs."""
    clocks = WorkSpan.objects.running().filter(task__order=order, employee=person)
    timed = set(clocks.values_list("task", flat=True))
    at_work = [task for task in mine if task.state == TaskState.IN_PROGRESS]
    return [task for task in at_work if task.pk in timed or task.performer_id == person.pk]


def _of_others(tasks: list[Task], asked: Action | None) -> Task:
    """Which task the question is about: what is under way, or what comes next; to start, only what waits."""
    at_work = [task for task in tasks if task.state == TaskState.IN_PROGRESS]
    if asked != Action.START:
        return (at_work or tasks)[0]
    waiting = [task for task in tasks if task not in at_work]
    if not waiting:
        said = _("“%(task)s” is running already.")
        raise StepRefused(said % {"task": at_work[0].title})
    return waiting[0]


def _refuse_others(task: Task, person: Employee) -> None:
    """Whoever performs nothing is told whose work it is, and takes over none."""
    if not Employee.objects.performers().filter(pk=person.pk).exists():
        said = _("You are no performer here. Next is “%(task)s”: %(name)s.")
        raise StepRefused(said % {"task": task.title, "name": task.performer or _("nobody has it yet")})


def _state_of(task: Task, asked: Action | None) -> str:
    """Started where it waits, finished where it runs, unless something else is asked for."""
    if asked == Action.START:
        return TaskState.IN_PROGRESS
    if asked == Action.FINISH or task.state == TaskState.IN_PROGRESS:
        return TaskState.DONE
    return TaskState.IN_PROGRESS


def _following(order: Order, done: Task, person: Employee) -> Task | None:
    """What comes after it: the person's own first, else whoever has the next."""
    left = [task for task in _open_tasks(order) if task.pk != done.pk]
    mine = [task for task in left if person.pk in (task.performer_id, task.assistant_id)]
    return next(iter(mine or left), None)
