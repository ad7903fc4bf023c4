"""Work on a task: start, pause, finish or skip it, or open it again. Another's is taken over, or marked for him."""

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from lab.cause import Cause
from orders.models import Order, Task
from orders.models.task import FINISHED, TaskState
from workflow.acts.automatic_acts import refill_acts
from workflow.drawing_up.writing_tasks import put_on_task
from workflow.moving import StepRefused, book_change, open_order
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
    """``whose`` has to be said (``Whose``) where the task is another's; raises ``AnothersTask`` until it is."""
    if state not in TaskState.values:
        raise StepRefused(_("A task has no such state."))
    order_id = Task.objects.values_list("order_id", flat=True).get(pk=task_id)
    order = open_order(order_id, cause, action="work_task", aspect="work")
    task = task_to_change(task_id)
    if task.state == TaskState(state):
        return task
    changes, reason = [], ""
    if state in ASKED and is_anothers(task, cause.actor):
        if whose not in Whose.values:
            raise AnothersTask(task)
        if whose == Whose.TAKEN_OVER:
            changes.append(_take_over(task, cause.actor))
        else:
            reason = _("Marked for %(name)s") % {"name": task.performer}
    changes.append(_move(task, state, cause.at))
    task.save(update_fields=["state", "started_at", "finished_at", "performer", "assistant"])
    book_change(order, "work_task", cause, action="work_task", changes=changes, reason=reason, grows=False)
    _follow(order, changes, cause)
    return task


def _take_over(task: Task, actor) -> dict:
    """The work becomes the person's; an assistant stays."""
    former = task.performer
    put_on_task(task, actor.pk, task.assistant_id)
    return {"field": task.title, "before": former.name, "after": actor.name}


def _move(task: Task, state: str, at) -> dict:
    change = {"field": task.title, "before": task.get_state_display(), "after": str(TaskState(state).label)}
    task.state, task.finished_at = state, at if state in FINISHED else None
    if state in ASKED and task.started_at is None:
        task.started_at = at
    return change


def _follow(order: Order, changes: list[dict], cause: Cause) -> None:
    """Who is credited has changed where the task was taken over: the automatic acts follow."""
    if len(changes) > 1:
        refill_acts(order, cause.at)
