"""A month of the calendar as a page draws it: weeks of days, each with its hours and with who is away. No Django."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lab.working_time import Away, Hours, SpecialDays, WorkingTime

MONDAY_FIRST = Calendar()


@dataclass(frozen=True)
class Gone:
    """A person who is away on a day; not ``wholly`` where only for hours."""

    name: str
    initials: str
    wholly: bool


@dataclass(frozen=True)
class Day:
    """One cell: what the calendar says of the day, and who is away; on a closed day nobody is."""

    on: date
    hours: Hours | None
    special: SpecialDays | None
    gone: tuple[Gone, ...]

    @property
    def is_closed(self) -> bool:
        return self.hours is None

    @property
    def has_own_hours(self) -> bool:
        """Whether it is open otherwise than the week says."""
        return self.special is not None and self.hours is not None


@dataclass(frozen=True)
class MonthShown:
    """Weeks from Monday to Sunday; None where a day belongs to another month."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]


def month_shown(
    first: date, calendar: WorkingTime, people: Sequence[tuple[str, str, Sequence[Away]]]
) -> MonthShown:
    """The month that begins on that day; ``people``: name, initials, absences of each."""

    def drawn(number: int) -> Day | None:
        if not number:
            return None
        on = first.replace(day=number)
        hours = calendar.hours_on(on)
        gone = tuple(
            Gone(name, initials, any(away.leaves is None for away in here))
            for name, initials, absences in people
            if hours and (here := [away for away in absences if away.on(on)])
        )
        return Day(on, hours, calendar.special_on(on), gone)

    weeks = MONDAY_FIRST.monthdayscalendar(first.year, first.month)
    return MonthShown(first, tuple(tuple(drawn(number) for number in week) for week in weeks))
