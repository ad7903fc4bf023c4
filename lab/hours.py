"""Hours and spans of days in words, and what no hours may be."""

from datetime import date, time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.days import day_and_year, time_of_day
from lab.working_time import Hours


def refuse_odd_hours(opens: time, closes: time, break_from: time | None, break_until: time | None) -> None:
    """Raise a ``ValidationError`` by field: hours that end before they begin, half a break, a break outside them."""
    if closes <= opens:
        raise ValidationError({"closes": later_than(opens)})
    if (break_from is None) != (break_until is None):
        missing = "break_until" if break_until is None else "break_from"
        raise ValidationError({missing: _("A break has a beginning and an end. Leave both empty for none.")})
    if break_from is None or break_until is None:
        return
    if break_until <= break_from:
        raise ValidationError({"break_until": later_than(break_from)})
    span = {"opens": time_of_day(opens), "closes": time_of_day(closes)}
    said = _("The break lies within the hours, %(opens)s to %(closes)s.") % span
    if break_from <= opens or break_from >= closes:
        raise ValidationError({"break_from": said})
    if break_until >= closes:
        raise ValidationError({"break_until": said})


def later_than(start: time) -> str:
    """Of hours that end before they begin."""
    return _("This has to be later than the beginning, %(time)s.") % {"time": time_of_day(start)}


def ends_too_early(first: date) -> str:
    """Of days that end before they begin."""
    return _("This is before the first day, %(day)s.") % {"day": day_and_year(first)}


def span_in_words(first: date, last: date) -> str:
    """24 Dec 2026, or 24 Dec 2026 – 2 Jan 2027."""
    return day_and_year(first) if first == last else f"{day_and_year(first)} – {day_and_year(last)}"


def hours_in_words(hours: Hours | None) -> str:
    """08:00–17:00, break 12:00–13:00; or closed."""
    if hours is None:
        return _("closed")
    said = between(hours.opens, hours.closes)
    if hours.break_from is None or hours.break_until is None:
        return said
    return _("%(hours)s, break %(break)s") % {
        "hours": said,
        "break": between(hours.break_from, hours.break_until),
    }


def between(start: time, end: time) -> str:
    """08:00–17:00"""
    return f"{time_of_day(start)}–{time_of_day(end)}"
