"""What the bench answers, in words that are read from two metres: what was done, and what comes next.

An answer is plain data: it stands in the session until the next scan, and in the row of the scan, for whoever scans
twice.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.days import time_of, weekday
from lab.cause import Cause
from lab.models import Employee
from orders.bench_codes import Action
from orders.models import Order, Task
from orders.models.task import TaskState
from orders.parts import times
from workflow.plan.scan_order import NotYours, Scanned

Answer = dict[str, object]

ACTIONS = {
    Action.START: (gettext_lazy("Start"), "play-circle", gettext_lazy("The next order scanned is started.")),
    Action.PAUSE: (gettext_lazy("Pause"), "pause-circle", gettext_lazy("The next order scanned is paused.")),
    Action.FINISH: (
        gettext_lazy("Finish"),
        "check-circle",
        gettext_lazy("The next task of yours on the order scanned is finished."),
    ),
    Action.HOLD: (
        gettext_lazy("Hold"),
        "hourglass-split",
        gettext_lazy("The next order scanned is put on hold."),
    ),
    Action.WHO: (
        gettext_lazy("Who has it?"),
        "question-circle",
        gettext_lazy("Of the next order scanned it is only told who has it."),
    ),
}
"""Name, icon and what the code does, for page and sheet."""

DONE = {
    TaskState.IN_PROGRESS: ("started", "play-circle-fill", gettext_lazy("Started")),
    TaskState.PAUSED: ("paused", "pause-circle-fill", gettext_lazy("Paused")),
    TaskState.DONE: ("done", "check-circle-fill", gettext_lazy("Finished")),
}


def answer(
    tone: str, icon: str, title, what="", *, order: Order | None = None, notes=(), choice=None
) -> Answer:
    """``tone`` is the colour; ``notes`` are sentences below; ``choice`` has the buttons."""
    number = order.number if order else ""
    told = {"tone": tone, "icon": icon, "title": str(title), "what": str(what), "number": number}
    return told | {"notes": [str(note) for note in notes], "choice": choice}


def refused(sentence: str, title: str = "", order: Order | None = None) -> Answer:
    return answer("refused", "x-octagon-fill", title or _("Not done"), sentence, order=order)


def armed(action: Action) -> Answer:
    name, icon, says = ACTIONS[action]
    return answer("ready", icon, name, says, notes=[_("Scan the order now.")])


def greeted(person: Employee) -> Answer:
    return answer("ready", "person-check-fill", person.name, _("Scan the order now."))


def again(told: Answer) -> Answer:
    """The same as before, with a word that nothing more was done."""
    return told | {"notes": [_("Scanned twice: nothing more was done."), *told["notes"]]}


def asked_whose(question: NotYours, order: Order, code: str) -> Answer:
    """Whose work shall it be: said by buttons, and by no scan."""
    task = question.task
    title = task.performer.name if task.performer else _("Nobody has it yet")
    choice = {
        "code": code,
        "task": task.pk,
        "performer": task.performer.name if task.performer else "",
        "does": str(_("Finish it") if question.state == TaskState.DONE else _("Start it")),
        "action": Action.FINISH if question.state == TaskState.DONE else Action.START,
    }
    notes = [_("No task of this order is yours.")]
    return answer(
        "asks", "person-fill-exclamation", title, task.title, order=order, notes=notes, choice=choice
    )


def told_of(scanned: Scanned, cause: Cause) -> Answer:
    """The answer to a scan that did what it should."""
    order = scanned.order
    if scanned.asked == Action.WHO:
        return _told_who(order, scanned.open_tasks)
    tone, icon, title = DONE[TaskState(scanned.task.state)]
    notes = [
        _("at %(time)s") % {"time": time_of(cause.at)},
        *_paused(scanned.task),
        _next(scanned, cause.actor),
    ]
    return answer(
        tone, icon, title, _named(scanned.task), order=order, notes=[note for note in notes if note]
    )


def told_of_hold(order: Order) -> Answer:
    until = _("Expected %(day)s.") % {"day": weekday(order.expected_on)}
    return answer("held", "hourglass-split", _("On hold"), order.awaited, order=order, notes=[until])


def _named(task: Task) -> str:
    """The step, of which service it is, and of how many."""
    named = task.title
    if task.piece and task.piece.name != task.title:
        named = f"{task.title} · {task.piece.name}"
    return " ".join(filter(None, (named, times(task.piece))))


def _paused(task: Task) -> list[str]:
    said = _("“%(task)s” of order %(number)s is paused.")
    return [said % {"task": one.title, "number": one.order.number} for one in task.paused]


def _next(scanned: Scanned, person: Employee) -> str:
    if scanned.task.state == TaskState.IN_PROGRESS:
        return _("Scan the order again when it is finished.")
    if scanned.task.state == TaskState.PAUSED:
        return _("Scan the order again to go on.")
    task = scanned.following
    if task is None:
        return _("Nothing is left to do on this order.")
    if person.pk in (task.performer_id, task.assistant_id):
        return _("Next, yours: %(task)s") % {"task": task.title}
    return _("Next: %(task)s – %(name)s") % {"task": task.title, "name": task.performer or _("nobody yet")}


def _told_who(order: Order, tasks: list[Task]) -> Answer:
    """Who is at it, else who has what comes next; the rest of the plan below."""
    said = _("%(task)s: %(name)s, %(state)s")
    rows = [
        said
        % {
            "task": task.title,
            "name": task.performer or _("nobody yet"),
            "state": task.get_state_display(),
        }
        for task in tasks
    ]
    at_work = [task for task in tasks if task.state == TaskState.IN_PROGRESS] or tasks
    who = at_work[0].performer if at_work else None
    title = who.name if who else _("Nobody has it")
    what = at_work[0].title if at_work else _("Nothing is left to do on this order.")
    state = _("State: %(state)s") % {"state": order.get_status_display()}
    return answer("told", "info-circle-fill", title, what, order=order, notes=[state, *rows])
