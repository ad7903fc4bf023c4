"""Work on a task: start, pause, finish or skip it, or open it again. Another's is taken over, or marked for him.

A start opens the clock of whoever works and stops what that person has running elsewhere; everything else closes it.
"""

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from billing.ledger import acts
from lab.cause import Cause
from lab.models import Employee
from lab.permissions import may
from orders.models import Task
from orders.models.task import FINISHED, TaskState
from workflow.acts.following_work import follow_work
from workflow.clock import start_clock
from workflow.drawing_up.writing_tasks import put_on_task
from workflow.moving import StepRefused, book_change, open_order, require
from workflow.plan.footprints import footprint
from workflow.plan.one_at_a_time import lock_bench, pause_others
from workflow.plan.tasks_of_plan import task_to_change

ASKED = (TaskState.IN_PROGRESS, TaskState.DONE)
"""What says that somebody works, so it has to be said who."""


class Whose(TextChoices):
    """Whose work it is, where the person who presses the button is not on the task."""

    TAKEN_OVER = "taken_over"
    THEIRS = "theirs"


class AnothersTask(StepRefused):
    """Nobody has said yet whose work it is."""

    def __init__(self, task: Task):
        self.task = task
        super().__init__(
            _("This is the task of %(name)s: take it over, or mark it for %(name)s.")
            % {"name": task.performer}
        )


def is_anothers(task: Task, actor) -> bool:
    """Whether the task belongs to somebody, and the person is not on it."""
    return task.performer_id is not None and actor.pk not in (task.performer_id, task.assistant_id)


@transaction.atomic
def work_on_task(task_id: int, cause: Cause, *, state: str, whose: str = "") -> Task:
    """``whose`` has to be said (``Whose``) where the task is another's; raises ``AnothersTask`` until it is.

    What is skipped is paid to the others of its line, so only who plans skips what others perform, and only who plans
    opens a skipped task again.
    The task that is returned knows which tasks were paused for it (``paused``) and how it and they stood ``before``
    and ``after`` (``workflow.plan.footprints``), so that the step can be taken back exactly.
    """
    if state not in TaskState.values:
        raise StepRefused(_("A task has no such state."))
    require(cause, "work_task")
    order_id = Task.objects.values_list("order_id", flat=True).get(pk=task_id)
    others = ()
    if state == TaskState.IN_PROGRESS:
        others = lock_bench(task_id, cause, lambda task: worker_of(task, cause.actor, whose))
    order = open_order(order_id, cause, action="work_task", aspect="work")
    task = task_to_change(task_id)
    task.order, task.paused = order, []
    task.before = task.after = footprint([task.pk])
    if task.state == TaskState(state):
        return task
    if task.state == TaskState.SKIPPED or (
        state == TaskState.SKIPPED and task.performer_id != cause.actor.pk
    ):
        require(cause, "plan_work")
    reason = "" if state not in ASKED else _said_whose(task, cause.actor, whose)
    task.paused = [span.task for span in others]
    touched = [task.pk, *(other.pk for other in task.paused)]
    task.before = footprint(touched)
    changes, stood = _claim(task, cause, state, whose), task.state
    is_paid_otherwise = bool(changes) or TaskState.SKIPPED in (stood, state)
    changes += [_move(task, state, cause.at), *pause_others(others, task, cause)]
    task.save(update_fields=["state", "started_at", "finished_at", "performer", "assistant"])
    if state == TaskState.IN_PROGRESS:
        start_clock(task, worker_of(task, cause.actor, whose), cause.at)
    event = book_change(
        order, "work_task", cause, action="work_task", changes=changes, reason=reason, grows=False
    )
    if is_paid_otherwise:
        follow_work(order, event, cause.at)
    task.after = footprint(touched)
    return task


def worker_of(task: Task, actor, whose: str) -> int | None:
    """Whose clock it is: the person's where it is his task or nobody's, else of him for whom it is marked."""
    if not is_anothers(task, actor) or whose == Whose.TAKEN_OVER:
        return actor.pk
    return task.performer_id if whose == Whose.THEIRS else None


def _said_whose(task: Task, actor, whose: str) -> str:
    """What the event says of whose work it is; raises ``AnothersTask`` where nobody has said."""
    if not is_anothers(task, actor) or whose == Whose.TAKEN_OVER:
        return ""
    if whose != Whose.THEIRS:
        raise AnothersTask(task)
    return _("Marked for %(name)s") % {"name": task.performer}


def _claim(task: Task, cause: Cause, state: str, whose: str) -> list[dict]:
    """The work becomes the person's where he takes it over, or starts what nobody is on; an assistant stays."""
    taken_over = state in ASKED and whose == Whose.TAKEN_OVER and is_anothers(task, cause.actor)
    if not taken_over and not (state == TaskState.IN_PROGRESS and _is_free_for(task, cause.actor)):
        return []
    if taken_over and not may(cause.actor, "assign_task"):
        _refuse_paid_already(task)
    former, actor = task.performer, cause.actor
    put_on_task(task, actor.pk, task.assistant_id)
    return [{"field": task.title, "before": former.name if former else "", "after": actor.name}]


def _refuse_paid_already(task: Task) -> None:
    """What a posted act pays for goes to nobody else by a press of a button at the bench."""
    if task.line_id and acts.standing_quantity_by_line(task.order).get(task.line_id):
        raise StepRefused(
            _(
                "A posted act pays %(name)s for this already: a manager or a reviewer gives it to somebody else."
            )
            % {"name": task.performer}
        )


def _is_free_for(task: Task, actor) -> bool:
    """Nobody performs it, and the person could: a manager who presses the button becomes no performer."""
    on_it = task.performer_id is not None or task.assistant_id == actor.pk
    return not on_it and Employee.objects.performers().filter(pk=actor.pk).exists()


def _move(task: Task, state: str, at) -> dict:
    change = {"field": task.title, "before": task.get_state_display(), "after": str(TaskState(state).label)}
    task.state, task.finished_at = state, at if state in FINISHED else None
    if state in ASKED and task.started_at is None:
        task.started_at = at
    return change
