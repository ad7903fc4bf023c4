"""Plan the work: tasks that the services' steps ask for are made, and all that is left gets its place in the days."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.days import weekday, weekday_and_time
from lab.cause import Cause
from lab.models import Employee
from orders.models import Order, Task
from orders.scheduling import NoWorkingTime, Relief, Schedule, schedule, who_could_help
from workflow.drawing_up.writing_tasks import TasksOfLines, people_of
from workflow.moving import StepRefused
from workflow.plan.tasks_of_plan import book_plan, open_plan
from workflow.plan.timetable import timetable_at, works_of


@dataclass(frozen=True)
class PlanMade:
    """How a plan turned out. ``late_by`` are working minutes beyond the due date, 0 where it fits."""

    tasks: int
    late_by: int
    said: str


@transaction.atomic
def plan_work(order_id: int, cause: Cause) -> PlanMade:
    """Backwards from the due date; forwards from now where that would begin in the past. Says what did not fit."""
    order = open_plan(order_id, cause)
    if order.due_on is None:
        raise StepRefused(_("Set the due date first: the work is planned backwards from it."))
    _make_missing_tasks(order)
    tasks = list(order.tasks.doable().unfinished().select_related("performer"))
    if not tasks:
        raise StepRefused(_("Nothing is left to plan: every task is done or skipped."))
    table, works = timetable_at(cause.at, but_for=[order]), works_of(tasks)
    due = table.end_of(order.due_on)
    try:
        plan = schedule(works, due, cause.at, table.windows, table.taken)
        reliefs = _reliefs(works, due, cause, table) if plan.late_by else []
    except NoWorkingTime as nobody:
        raise StepRefused(_no_time(nobody, tasks)) from nobody
    before = _ends(tasks)
    for task in tasks:
        place = plan.placed[task.pk]
        task.planned_start, task.planned_end = place.start, place.end
    Task.objects.bulk_update(tasks, ["planned_start", "planned_end"])
    change = {"field": "plan", "before": before, "after": _ends(tasks)}
    book_plan(order, "plan_work", cause, change)
    return PlanMade(len(tasks), plan.late_by, _in_words(plan, reliefs, tasks, order.due_on))


def _make_missing_tasks(order: Order) -> None:
    """Lines that have no tasks, or only the one that stood for the whole service before it had steps."""
    lines = list(order.lines.current())
    tasks = TasksOfLines(order, [line.service_id for line in lines])
    for line in lines:
        there = tasks.by_line[line.pk]
        stands_for_all = len(there) == 1 and there[0].template_id is None and there[0].is_untouched
        if not there or (stands_for_all and there[0].title == line.name and tasks.steps[line.service_id]):
            tasks.bring_with(line, people_of(there[0]) if there else (None, None))


def _reliefs(works, due, cause: Cause, table) -> list[Relief]:
    others = list(Employee.objects.performers().values_list("pk", flat=True))
    return who_could_help(works, due, cause.at, table.windows, table.taken, others)


def _ends(tasks: list[Task]) -> str:
    ends = max((task.planned_end for task in tasks if task.planned_end), default=None)
    return _("until %(when)s") % {"when": weekday_and_time(ends)} if ends else ""


def _no_time(nobody: NoWorkingTime, tasks: list[Task]) -> str:
    if nobody.performer is None:
        return _("The laboratory has no working time left for this order: look at its calendar.")
    name = next(str(task.performer) for task in tasks if task.performer_id == nobody.performer)
    return _(
        "%(name)s has no working time left for this order: look at the absences, or name somebody else."
    ) % {"name": name}


def _in_words(plan: Schedule, reliefs: list[Relief], tasks: list[Task], due_on: date) -> str:
    """“4 tasks are planned, until Thu 3 Dec, 15:00.” And where it does not fit: by how much, and what could give."""
    said = [
        ngettext(
            "%(n)s task is planned, until %(when)s.", "%(n)s tasks are planned, until %(when)s.", len(tasks)
        )
        % {"n": len(tasks), "when": weekday_and_time(plan.ends)}
    ]
    if plan.late_by:
        late = {"time": hours_and_minutes(plan.late_by), "due": weekday(due_on)}
        said.append(_("That is %(time)s of work after the due date, %(due)s.") % late)
        if plan.fits_on:
            said.append(_("It would fit until %(day)s.") % {"day": weekday(plan.fits_on)})
        if reliefs:
            said.append(_relief_in_words(reliefs[0], tasks))
    return " ".join(said)


def _relief_in_words(relief: Relief, tasks: list[Task]) -> str:
    who = Employee.objects.get(pk=relief.performer)
    said = {
        "name": who.name,
        "task": next(task.title for task in tasks if task.pk == relief.key),
        "time": hours_and_minutes(relief.late_by),
    }
    if relief.late_by:
        return _("With “%(task)s” given to %(name)s it would be %(time)s late.") % said
    return _("With “%(task)s” given to %(name)s it would fit.") % said


def hours_and_minutes(minutes: int) -> str:
    """“2 h 30 min”; of less than an hour the minutes alone."""
    hours, rest = divmod(minutes, 60)
    parts = [
        _("%(n)s h") % {"n": hours} if hours else "",
        _("%(n)s min") % {"n": rest} if rest or not hours else "",
    ]
    return " ".join(part for part in parts if part)
