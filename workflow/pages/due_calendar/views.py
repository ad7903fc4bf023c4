"""The page of the calendar: a month or a week of due dates, how full its days are, and the way to the next."""

from datetime import date

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.views.decorators.http import require_safe

from common.months import Month
from lab.access import allow
from workflow.pages.due_calendar.periods import WEEK, Period, monday, period_asked
from workflow.pages.due_calendar.shown import weeks_shown


@allow("see_calendar")
@require_safe
def due_calendar(request):
    """Everybody sees which orders are due; amounts stand nowhere here."""
    today = timezone.localdate()
    period = period_asked(request.GET, today)
    weeks = weeks_shown(period, request.user, today)
    context = {
        "period": period,
        "weeks": weeks,
        "weekday_names": [(WEEKDAYS_ABBR[day], WEEKDAYS[day]) for day in range(7)],
        "none_due": not any(day.still_open or day.realized for week in weeks for day in week),
        **_ways(period, today),
    }
    return render(request, "workflow/due_calendar/calendar.html", context)


def _ways(period: Period, today: date) -> dict:
    """Addresses of the period before, of the one after, of the present one, and of the other kind of view."""
    month = period.month
    if month is None:
        before, after = (_week(period.first - WEEK), _week(period.first + WEEK))
        is_present, middle = period.first == monday(today), period.days[3]
        return {
            "before": before,
            "after": after,
            "present": "" if is_present else _week(today),
            "month_url": _month(Month.of(middle)),
            "week_url": _week(period.first),
        }
    is_present = month == Month.of(today)
    return {
        "before": _month(month.before),
        "after": _month(month.after),
        "present": "" if is_present else reverse("workflow:due_calendar"),
        "month_url": _month(month),
        "week_url": _week(today if is_present else month.first),
    }


def _month(month: Month) -> str:
    return f"{reverse('workflow:due_calendar')}?month={month}"


def _week(day: date) -> str:
    return f"{reverse('workflow:due_calendar')}?week={monday(day).isoformat()}"
