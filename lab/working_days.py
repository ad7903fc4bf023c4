"""The working calendar: which days count, and what day is so many working days away. Pure arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

HORIZON = 3660
"""Days searched before giving up: a calendar that never works for ten years is a mistake."""


@dataclass(frozen=True)
class WorkingCalendar:
    """Seven answers for the week (Monday first), single days off, and annual ones as (month, day)."""

    works_on: tuple[bool, ...]
    days_off: frozenset[date] = field(default_factory=frozenset)
    annual_days_off: frozenset[tuple[int, int]] = field(default_factory=frozenset)

    def works(self, day: date) -> bool:
        """Whether the laboratory works on that day."""
        return (
            self.works_on[day.weekday()]
            and day not in self.days_off
            and (day.month, day.day) not in self.annual_days_off
        )

    def after(self, start: date, working_days: int) -> date:
        """The day that lies the given number of working days after start; 0 gives start or the next working day."""
        day, left = start, working_days
        for _step in range(HORIZON):
            if self.works(day) and left <= 0:
                return day
            day += timedelta(days=1)
            if self.works(day):
                left -= 1
        raise ValueError("the calendar has no such working day within ten years")


class DayOff(Protocol):
    """What the arithmetic asks of a holiday."""

    on: date
    is_annual: bool


def calendar_of(works_on: tuple[bool, ...], holidays: Iterable[DayOff]) -> WorkingCalendar:
    """Build a calendar from the week and its exceptions."""
    rows = list(holidays)
    return WorkingCalendar(
        works_on,
        frozenset(row.on for row in rows if not row.is_annual),
        frozenset((row.on.month, row.on.day) for row in rows if row.is_annual),
    )
