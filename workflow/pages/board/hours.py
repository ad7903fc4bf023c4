"""How full the days ahead are: for each person and day the hours that are planned against those he has."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import ceil

from lab.working_time import Away, NoWorkingDay, Window, WorkingTime
from workflow.plan.who_is_there import time_left

DAYS_SHOWN = 10
FULL = 100
"""The length of a whole bar."""


@dataclass(frozen=True)
class DayLoad:
    """One day of a person: minutes planned, and minutes that he has (None: nobody's)."""

    day: date
    planned: int
    has: int | None
    is_away: bool = False
    """Not there at all, while the laboratory works."""

    @property
    def over(self) -> int:
        """Minutes more than he has."""
        return 0 if self.has is None else max(0, self.planned - self.has)

    @property
    def part(self) -> int:
        """How much of the bar is filled."""
        if not self.planned or self.has is None:
            return 0
        return min(FULL, ceil(FULL * self.planned / self.has)) if self.has else FULL

    @property
    def look(self) -> str:
        if self.over:
            return "over"
        return "away" if self.is_away else "" if self.planned else "free"

    @property
    def planned_clock(self) -> str:
        return clock(self.planned)

    @property
    def has_clock(self) -> str:
        return clock(self.has or 0)

    @property
    def over_clock(self) -> str:
        return clock(self.over)


class DaysAhead:
    """Days in sequence, as ``working_days`` gives them; tasks are laid into them one by one."""

    def __init__(self, calendar: WorkingTime, days: list[date], away: Mapping[int, list[Away]]):
        self.calendar, self.days, self.away = calendar, days, away
        windows = [window for day in days for window in calendar.windows(day)]
        self.begins = windows[0].start if windows else None
        self.ends = windows[-1].end if windows else None
        self._windows: dict[int | None, list[tuple[date, list[Window]]]] = {}
        self._planned: dict[int | None, dict[date, int]] = defaultdict(lambda: defaultdict(int))

    def lay(self, performer: int | None, start: datetime, end: datetime) -> None:
        """What of a planned task falls into these days."""
        if self.begins is None or end <= self.begins or start >= self.ends:
            return
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        for day, windows in self._windows_of(performer):
            for window in windows:
                first, last = max(window.start, start), min(window.end, end)
                if first < last:
                    self._planned[performer][day] += int((last - first).total_seconds()) // 60

    def of(self, performer: int | None) -> list[DayLoad]:
        planned = self._planned[performer]
        if performer is None:
            return [DayLoad(day, planned[day], None) for day in self.days]
        loads = []
        for day, windows in self._windows_of(performer):
            has = sum(window.minutes for window in windows)
            loads.append(DayLoad(day, planned[day], has, is_away=not has))
        return loads

    def _windows_of(self, performer: int | None) -> list[tuple[date, list[Window]]]:
        if performer not in self._windows:
            away = self.away.get(performer, []) if performer else []
            self._windows[performer] = [(day, time_left(self.calendar, away, day)) for day in self.days]
        return self._windows[performer]


def clock(minutes: int) -> str:
    """1:30, in hours and minutes."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02}"


def working_days(calendar: WorkingTime, today: date) -> list[date]:
    """The next ones of the house, today among them if it is one."""
    days: list[date] = []
    following = today
    while len(days) < DAYS_SHOWN:
        try:
            following = calendar.after(following, 0)
        except NoWorkingDay:
            break
        days.append(following)
        following += timedelta(days=1)
    return days
