"""How days and moments are written for people. Who leaves the year out leaves it out of the present year alone."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import get_format

from common.written_days import written

Day = date | datetime | None
"""A moment is told in the laboratory's time; nothing is written for None."""


def day(when: Day) -> str:
    """26 Nov; 26 Nov 2025 of another year."""
    return _short(when, "j M")


def weekday(when: Day) -> str:
    """Thu 26 Nov; Wed 26 Nov 2025 of another year."""
    return _short(when, "D j M")


def moment(when: Day) -> str:
    """26 Nov, 14:05; 26 Nov 2025, 14:05 of another year."""
    return _short(when, "j M", ", H:i")


def span(start: datetime | None, end: datetime | None) -> str:
    """Thu 26 Nov, 09:00–10:30; where it ends on another day: Thu 26 Nov, 16:00 – Fri 27 Nov, 10:00"""
    if start is None or end is None:
        return ""
    if _local(start).date() == _local(end).date():
        return f"{weekday_and_time(start)}–{written(_local(end), 'H:i')}"
    return f"{weekday_and_time(start)} – {weekday_and_time(end)}"


def weekday_and_time(when: Day) -> str:
    """Thu 26 Nov, 14:05; Wed 26 Nov 2025, 14:05 of another year."""
    return _short(when, "D j M", ", H:i")


def day_and_year(when: Day) -> str:
    """26 Nov 2026"""
    return _as(when, "j M Y")


def weekday_and_year(when: Day) -> str:
    """Thu 26 Nov 2026"""
    return _as(when, "D j M Y")


def moment_and_year(when: Day) -> str:
    """26 Nov 2026, 14:05"""
    return _as(when, "j M Y, H:i")


def in_a_file(when: Day) -> str:
    """2026-11-26 14:05, as spreadsheets read a moment"""
    return _as(when, "Y-m-d H:i")


def time_of(moment: datetime) -> str:
    """14:05 of a moment, as the laboratory's clocks show it"""
    return written(_local(moment), "H:i")


def time_of_day(at: time) -> str:
    """14:05"""
    return written(at, "H:i")


def day_in_full(when: Day) -> str:
    """26 November 2026"""
    return _as(when, "j E Y")


def weekday_in_full(when: Day) -> str:
    """Thursday, 26 November 2026"""
    return _as(when, "l, j E Y")


def month(when: Day) -> str:
    """November 2026"""
    return _as(when, "F Y")


def exact_day(when: Day) -> str:
    """As the language writes a day out."""
    return _as(when, get_format("DATE_FORMAT"))


def exact_moment(when: Day) -> str:
    """As the language writes a moment out."""
    return _as(when, get_format("DATETIME_FORMAT"))


def iso(when: Day) -> str:
    """For machines: attributes, addresses, date boxes."""
    return _local(when).isoformat() if when else ""


def _short(when: Day, form: str, behind: str = "") -> str:
    if not when:
        return ""
    when = _local(when)
    return written(when, form + ("" if when.year == timezone.localdate().year else " Y") + behind)


def _as(when: Day, form: str) -> str:
    return written(_local(when), form) if when else ""


def _local(when):
    is_aware = isinstance(when, datetime) and timezone.is_aware(when)
    return timezone.localtime(when) if is_aware else when
