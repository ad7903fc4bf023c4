"""The page of the calendar: two months as they are, the hours of the week, what is coming."""

from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.asked import words
from common.day_bounds import SEARCHED
from common.dayfields import DayField
from common.days import weekday_and_year
from common.months import Month
from common.panels import Panel
from lab.absence_panel import absences_panel, told_to
from lab.access import allow
from lab.calendar import calendar_of, no_working_day
from lab.hours import hours_in_words, span_in_words
from lab.models import Absence, Holiday, WeekdayHours
from lab.month_shown import month_shown
from lab.permissions import may
from lab.working_time import WorkingTime

MOST_COMING = 30


@dataclass(frozen=True)
class Coming:
    """The next time of an exception."""

    exception: Holiday
    first: date
    last: date

    @property
    def span(self) -> str:
        return span_in_words(self.first, self.last)

    @property
    def hours(self) -> str:
        return hours_in_words(self.exception.hours)


@allow("see_calendar")
@require_safe
def typed_day(request):
    """What somebody types into a field of a day, written out; nothing where it names none."""
    bounds = replace(SEARCHED, looks_back=request.GET.get("way") == "back")
    try:
        day = DayField(bounds=bounds).clean(words(request.GET, "typed"))
    except ValidationError:
        return JsonResponse({"says": ""})
    return JsonResponse({"says": weekday_and_year(day)})


@allow("see_calendar")
@require_safe
def calendar(request):
    """The week's hours, two months as they are, and what is coming."""
    today = timezone.localdate()
    asked = request.GET.get("month", "")
    month = Month.read(asked) or Month.of(today)
    house, exceptions = calendar_of(WeekdayHours.objects.all(), rows := list(Holiday.objects.all())), rows
    people = _people(month.first, month.after.after.first)
    may_edit = may(request.user, "edit_calendar")
    context = {
        "months": [month_shown(one.first, house, people) for one in (month, month.after)],
        "weekday_names": [(WEEKDAYS_ABBR[day], WEEKDAYS[day]) for day in range(7)],
        "before": month.before.first,
        "after": month.after.first,
        "is_present": month == Month.of(today),
        "misread": asked if asked and Month.read(asked) is None else "",
        "today": today,
        "closed_today": no_working_day(today, house),
        "may_edit": may_edit,
        "panels": [
            _week_panel(house, may_edit),
            _exceptions_panel(_coming(exceptions, today), may_edit),
            absences_panel(_absences(request.user, today), may_edit),
        ],
    }
    return render(request, "lab/calendar.html", context)


def _week_panel(house: WorkingTime, may_edit: bool) -> Panel:
    week = [(name, hours_in_words(house.week[day]), house.week[day]) for day, name in WEEKDAYS.items()]
    context = {"week": week, "may_edit": may_edit}
    return Panel("week", _("Hours of the week"), "lab/panels/week.html", context)


def _exceptions_panel(coming: list[Coming], may_edit: bool) -> Panel:
    context = {"coming": coming, "may_edit": may_edit}
    return Panel("exceptions", _("Exceptions to come"), "lab/panels/exceptions.html", context, len(coming))


def _people(first: date, end: date) -> list[tuple]:
    """(name, initials, absences) of everybody who is away at some time from the first day up to the end."""
    rows = Absence.objects.filter(first__lt=end, last__gte=first)
    people: dict[int, tuple] = {}
    for row in rows.select_related("employee").order_by("employee__name_key", "employee", "first"):
        person = (row.employee.name, row.employee.initials, [])
        people.setdefault(row.employee_id, person)[2].append(row.away)
    return list(people.values())


def _coming(exceptions: list[Holiday], today: date) -> list[Coming]:
    """Those that are not over, the nearest first."""
    coming = [Coming(row, *span) for row in exceptions if (span := row.days.next_time(today))]
    return sorted(coming, key=lambda one: (one.first, one.last, one.exception.pk))[:MOST_COMING]


def _absences(viewer, today: date) -> list[Absence]:
    """Those of today and later."""
    rows = Absence.objects.filter(last__gte=today).select_related("employee")
    return told_to(viewer, rows.order_by("first", "employee__name_key", "pk")[:MOST_COMING])
