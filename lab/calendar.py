"""The laboratory's calendar as it stands: what the arithmetic of ``working_time`` reckons with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from common.days import weekday as day_in_words
from lab.models import Absence, Holiday, LabSettings, WeekdayHours
from lab.working_time import Away, Hours, NoWorkingDay, WorkingTime


def calendar_of_the_house() -> WorkingTime:
    """Two queries; whoever reckons for many orders or people asks once and hands it on."""
    return calendar_of(WeekdayHours.objects.all(), Holiday.objects.all())


def calendar_of(weekdays: Iterable[WeekdayHours], exceptions: Iterable[Holiday]) -> WorkingTime:
    """The same from rows in hand; a weekday without a row has the hours of the beginning."""
    rows = {row.weekday: row for row in WeekdayHours.of_the_beginning(LabSettings())}
    rows |= {row.weekday: row for row in weekdays}
    week: tuple[Hours | None, ...] = tuple(rows[day].hours for day in range(7))
    return WorkingTime(week, tuple(row.days for row in exceptions), timezone.get_default_timezone())


def away_by_person(first: date, last: date) -> dict[int, list[Away]]:
    """Who is away at some time of these days: employee → absences."""
    away: dict[int, list[Away]] = {}
    for row in Absence.objects.filter(first__lte=last, last__gte=first):
        away.setdefault(row.employee_id, []).append(row.away)
    return away


@dataclass(frozen=True)
class DayOff:
    """A day on which the laboratory is closed: what is said of it, and the working day that comes next."""

    said: str
    following: date


def day_off(day: date, calendar: WorkingTime) -> DayOff | None:
    """“Sunday: not a working day.”; None for a working day, and where there never is one again."""
    if calendar.works(day):
        return None
    try:
        following = calendar.after(day, 0)
    except NoWorkingDay:
        return None
    special = calendar.special_on(day)
    said = {"weekday": WEEKDAYS[day.weekday()]}
    if special and special.reason:
        said["reason"] = special.reason
        return DayOff(_("%(weekday)s: not a working day (%(reason)s).") % said, following)
    return DayOff(_("%(weekday)s: not a working day.") % said, following)


def no_working_day(day: date, calendar: WorkingTime) -> str:
    """“Sun 6 Dec is no working day (Sunday): Mon 7 Dec is the next.” Nothing for a working day."""
    if calendar.works(day):
        return ""
    try:
        following = calendar.after(day, 0)
    except NoWorkingDay:
        return ""
    special = calendar.special_on(day)
    said = {"day": day_in_words(day), "next": day_in_words(following)}
    if special and special.reason:
        said["reason"] = special.reason
        return _("%(day)s is no working day (%(reason)s); %(next)s is the next.") % said
    return _("%(day)s is no working day; %(next)s is the next.") % said
