"""The laboratory's one calendar: which days count, from when to when work is done, and who is away. Pure arithmetic.

A ``Window`` is a stretch of real time in UTC, so that its length is what a clock on the wall ticks, also in the night
in which summer time begins. Whoever shows one turns it into the laboratory's zone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

HORIZON = 3660
"""Days searched before giving up: a calendar that never works for ten years is a mistake."""

DAY = timedelta(days=1)


class NoWorkingDay(ValueError):
    """The calendar has no such working day within ten years."""


@dataclass(frozen=True, order=True)
class Window:
    """A stretch of time in which work is done, from its start up to its end."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        """Whole minutes that really pass."""
        return int((self.end.astimezone(UTC) - self.start.astimezone(UTC)) / timedelta(minutes=1))


@dataclass(frozen=True)
class Hours:
    """The hours of one day, with at most one break in them."""

    opens: time
    closes: time
    break_from: time | None = None
    break_until: time | None = None

    @property
    def turns(self) -> list[tuple[time, time]]:
        """From when to when: the break makes two of one."""
        if self.break_from is None or self.break_until is None:
            return [(self.opens, self.closes)]
        return [(self.opens, self.break_from), (self.break_until, self.closes)]


@dataclass(frozen=True)
class SpecialDays:
    """Days that go their own way, first to last; without hours the laboratory is closed.

    Annual ones return every year on the same days of the same months and may pass the end of the year. What falls on
    29 February alone is there in leap years only.
    """

    first: date
    last: date
    is_annual: bool = False
    hours: Hours | None = None
    reason: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the day is one of them."""
        if not self.is_annual:
            return self.first <= day <= self.last
        first, last = (self.first.month, self.first.day), (self.last.month, self.last.day)
        here = (day.month, day.day)
        return first <= here <= last if first <= last else here >= first or here <= last

    def next_time(self, day: date) -> tuple[date, date] | None:
        """The first and last day of the time that is running on that day or comes next; None where all is over."""
        if not self.is_annual:
            return (self.first, self.last) if self.last >= day else None
        passes_new_year = (self.first.month, self.first.day) > (self.last.month, self.last.day)
        for year in range(day.year - 1, min(day.year + 9, date.max.year)):
            first = _in_year(self.first, year, else_on=(3, 1))
            last = _in_year(self.last, year + passes_new_year, else_on=(2, 28))
            if first > last:  # 29 February alone, in a year that has none
                continue
            if last >= day:
                return first, last
        return None

    @property
    def precedence(self) -> tuple[bool, int, bool]:
        """Smaller goes first: what is said of one year, then of fewer days, then that it is closed."""
        return (self.is_annual, (self.last - self.first).days, self.hours is not None)


@dataclass(frozen=True)
class Away:
    """Days on which a person is not there, first to last; with hours only those of each day."""

    first: date
    last: date
    leaves: time | None = None
    returns: time | None = None

    def on(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.first <= day <= self.last

    def windows(self, zone: tzinfo, since: date = date.min, until: date = date.max) -> Iterator[Window]:
        """The time in which the person is away. Of hours that recur for years only those of the days asked for."""
        if self.leaves is None or self.returns is None:
            yield Window(moment(self.first, time(), zone), moment(self.last + DAY, time(), zone))
            return
        for day in days_of(max(self.first, since), min(self.last, until)):
            yield Window(moment(day, self.leaves, zone), moment(day, self.returns, zone))


@dataclass(frozen=True)
class WorkingTime:
    """The week (Monday first, None for a day off), the days that go their own way, and the zone of the clocks."""

    week: tuple[Hours | None, ...]
    special: tuple[SpecialDays, ...] = ()
    zone: tzinfo = UTC
    _known: dict[date, tuple[Window, ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def special_on(self, day: date) -> SpecialDays | None:
        """What makes the day go its own way; of several the most particular."""
        return min(
            (days for days in self.special if days.holds_on(day)),
            key=lambda days: days.precedence,
            default=None,
        )

    def hours_on(self, day: date) -> Hours | None:
        """The hours of that day; None while the laboratory is closed."""
        special = self.special_on(day)
        return special.hours if special else self.week[day.weekday()]

    def works(self, day: date) -> bool:
        """Whether the laboratory works on that day."""
        return self.hours_on(day) is not None

    def windows(self, day: date) -> tuple[Window, ...]:
        """The day's working time: sorted, never overlapping; two windows around a break, none on a closed day."""
        if day not in self._known:
            self._known[day] = self._windows(day)
        return self._known[day]

    def between(self, start: datetime, end: datetime) -> list[Window]:
        """The working time from one moment to another."""
        since, until = start.astimezone(UTC), end.astimezone(UTC)
        windows = (window for day in self._days(start, end) for window in self.windows(day))
        cut = (Window(max(window.start, since), min(window.end, until)) for window in windows)
        return [window for window in cut if window.start < window.end]

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """How many minutes of work lie between two moments; none where the second comes first."""
        return sum(window.minutes for window in self.between(start, end))

    def after(self, start: date, working_days: int) -> date:
        """The day that lies the given number of working days after start; 0 gives start or the next working day."""
        day, left = start, working_days
        for _step in range(HORIZON):
            if self.works(day) and left <= 0:
                return day
            if day == date.max:
                break
            day += DAY
            if self.works(day):
                left -= 1
        raise NoWorkingDay

    def end_of_day(self, at: datetime) -> datetime:
        """When the working day ends in which that moment lies; after hours, and on days off, the day itself ends."""
        day = at.astimezone(self.zone).date()
        closing = max((window.end for window in self.windows(day)), default=at)
        return closing if closing > at else moment(day + DAY, time(), self.zone)

    def _windows(self, day: date) -> tuple[Window, ...]:
        hours, ended, windows = self.hours_on(day), datetime.min.replace(tzinfo=UTC), []
        for opens, closes in hours.turns if hours else []:
            start = max(
                moment(day, opens, self.zone), ended
            )  # an hour that the clocks skip comes later than it reads
            ended = max(moment(day, closes, self.zone), start)
            windows.append(Window(start, ended))
        return tuple(window for window in windows if window.start < window.end)

    def _days(self, start: datetime, end: datetime) -> Iterator[date]:
        return days_of(start.astimezone(self.zone).date(), end.astimezone(self.zone).date())


def without(windows: Iterable[Window], away: Iterable[Away], zone: tzinfo) -> list[Window]:
    """What is left of the windows of a person who is away."""
    left = list(windows)
    if not left:
        return []
    since = min(window.start for window in left).astimezone(zone).date()
    until = max(window.end for window in left).astimezone(zone).date()
    for absence in away:
        for gone in absence.windows(zone, since, until):
            left = [piece for window in left for piece in _cut(window, gone)]
    return left


def moment(day: date, at: time, zone: tzinfo) -> datetime:
    """That time of that day, in UTC."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def days_of(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last."""
    return (first + DAY * passed for passed in range((last - first).days + 1))


def _in_year(day: date, year: int, *, else_on: tuple[int, int]) -> date:
    """The same day of another year; ``else_on`` where that year has no 29 February."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, *else_on)


def _cut(window: Window, gone: Window) -> Iterator[Window]:
    if gone.end <= window.start or gone.start >= window.end:
        yield window
        return
    edges = [
        window.start,
        *(min(max(at, window.start), window.end) for at in (gone.start, gone.end)),
        window.end,
    ]
    before, _away, after = (Window(*pair) for pair in pairwise(edges))
    yield from (piece for piece in (before, after) if piece.start < piece.end)
