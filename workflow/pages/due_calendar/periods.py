"""Which days the calendar shows: the weeks of a month, or one week. Pure arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from common.months import Month

WEEK = timedelta(days=7)
FIRST_YEAR, LAST_YEAR = 2000, 2099
"""As far as months are read from an address."""


@dataclass(frozen=True)
class Period:
    """Whole weeks from Monday to Sunday. ``month`` is None where one week alone is shown."""

    first: date
    last: date
    month: Month | None = None
    misread: str = ""
    """What the address asked for, where that is no month and no day."""

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=place) for place in range((self.last - self.first).days + 1)]

    @property
    def weeks(self) -> list[list[date]]:
        days = self.days
        return [days[place : place + 7] for place in range(0, len(days), 7)]

    def holds(self, day: date) -> bool:
        """Whether the day belongs to what is looked at, and not only to a week of it."""
        return self.month is None or Month.of(day) == self.month


def month_of(month: Month, misread: str = "") -> Period:
    return Period(monday(month.first), monday(month.last) + timedelta(days=6), month, misread)


def week_of(day: date, misread: str = "") -> Period:
    first = monday(day)
    return Period(first, first + timedelta(days=6), misread=misread)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def period_asked(query: Mapping[str, str], today: date) -> Period:
    """``?week=2026-11-23`` names the week of any day, ``?month=2026-11`` a month; without either this month."""
    if "week" in query:
        asked = query["week"].strip()
        day = _read_day(asked)
        return week_of(day) if day else week_of(today, misread=asked)
    asked = query.get("month", "").strip()
    month = Month.read(asked)
    return month_of(month) if month else month_of(Month.of(today), misread=asked)


def _read_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
