"""Whether a person is there when a task is to be done. Shared by what gives tasks to people, not a use case itself."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from common.days import day as written
from common.refusals import Refused
from lab.calendar import away_by_person, calendar_of_the_house
from lab.events import local_day
from lab.hours import between
from lab.models import Employee
from lab.working_time import HORIZON, Away, Window, WorkingTime, days_of, without
from orders.models import Order, Task

FAR = timedelta(days=HORIZON)


class IsAway(Refused):
    """The person has no working time from today until the order is due."""


def refuse_absent(performer: Employee, order: Order, today: date) -> None:
    """Raise where the person is away on every working day from today until the due date.

    An order that is overdue is needed today; one without a due date can wait for anybody.
    """
    if order.due_on is None:
        return
    last = max(order.due_on, today)
    absences = away_by_person(today, today + FAR).get(performer.pk, [])
    if not any(one.first <= last for one in absences):
        return
    calendar = calendar_of_the_house()
    days = [day for day in days_of(today, min(last, today + FAR)) if calendar.works(day)]
    if not days or any(time_left(calendar, absences, day) for day in days):
        return
    said = {"away": _until_when(performer, absences, days[0], today), "due": written(order.due_on)}
    if order.due_on < today:
        raise IsAway(_("%(away)s The order was due on %(due)s: give the task to somebody else.") % said)
    raise IsAway(
        _("%(away)s The order is due on %(due)s: give the task to somebody else, or set a later due date.")
        % said
    )


def away_then(performer: Employee, task: Task, today: date) -> str:
    """“Anna is away until 7 Dec.” where it touches the days for which the task is planned, or today without a plan."""
    first = last = today
    if task.planned_start and task.planned_end:
        last = max(local_day(task.planned_end), today)
        first = max(local_day(task.planned_start), today)
    absences = away_by_person(today, today + FAR).get(performer.pk, [])
    touching = [one for one in absences if one.first <= last and one.last >= first]
    if not touching:
        return ""
    begins = max(first, min(one.first for one in touching))
    return _until_when(performer, absences, begins, today)


def time_left(calendar: WorkingTime, absences: Iterable[Away], day: date) -> list[Window]:
    """The working time of a day that a person with these absences is there."""
    gone = [replace(one, first=day, last=day) for one in absences if one.on(day)]
    return without(calendar.windows(day), gone, calendar.zone)


def _until_when(performer: Employee, absences: list[Away], day: date, today: date) -> str:
    """Absences that follow one another are one."""
    here = [one for one in absences if one.on(day)]
    first, last = min(one.first for one in here), max(one.last for one in here)
    for one in sorted(absences, key=lambda one: one.first):
        if one.leaves is None and one.first <= last + timedelta(days=1):
            last = max(last, one.last)
    said = {"name": performer.name, "first": written(first), "last": written(last)}
    hours = here[0]
    if hours.leaves and hours.returns and len(here) == 1:
        said["hours"] = between(hours.leaves, hours.returns)
        if first == last:
            return _("%(name)s is away on %(first)s, %(hours)s.") % said
        return _("%(name)s is away from %(first)s until %(last)s, each day %(hours)s.") % said
    if first <= today:
        return _("%(name)s is away until %(last)s.") % said
    if first == last:
        return _("%(name)s is away on %(first)s.") % said
    return _("%(name)s is away from %(first)s until %(last)s.") % said
