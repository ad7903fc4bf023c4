"""What planning is asked and what it answers: spans of time, tasks, places. All moments know their time zone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST = 120_000
"""Minutes of one task: about a year of one person's work. More is a slip of the keyboard."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From ``start`` up to ``end``, which no longer belongs to it."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        first, last = minute_from(self.start), minute_upto(self.end)
        # Both must say so: on the day the clocks change, the clock on the wall may run backwards.
        if self.end < self.start and last < first:
            raise ValueError(f"a span ends before it begins: {self.start} to {self.end}")


@dataclass(frozen=True, slots=True)
class Work:
    """A task. Those of one ``chain`` are done one after the other, as given; without a chain it stands alone."""

    key: int
    minutes: int
    performer: int | None = None
    chain: int | None = None

    def __post_init__(self) -> None:
        if type(self.minutes) is not int:
            raise ValueError(f"task {self.key}: minutes are a whole number, not {self.minutes!r}")
        if self.minutes < 0:
            raise ValueError(f"task {self.key}: {self.minutes} minutes are less than none")
        if self.minutes > LONGEST:
            raise ValueError(f"task {self.key}: {self.minutes} minutes are more than a year of work")


@dataclass(frozen=True, slots=True)
class Placement:
    """When a task is worked on: in ``spans``, between which nobody works. A task of no minutes is a moment."""

    start: datetime
    end: datetime
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """Where each task is placed, in UTC, and how well that fits.

    ``late_by``: the working minutes between the due date and the end of the last task, 0 where all are done in time;
    counted two years back at most. ``ends``: the end of the last task.
    ``late``: the tasks that end after it. ``fits_on``: the first later day that would do, at the same time of day.
    """

    placed: dict[int, Placement]
    late_by: int = 0
    ends: datetime | None = None
    late: tuple[int, ...] = ()
    fits_on: date | None = None


class NoWorkingTime(Exception):
    """A performer (None: the laboratory) has not enough working time ahead, however long one waits."""

    def __init__(self, performer: int | None, until: datetime):
        self.performer, self.until = performer, until
        whose = "the laboratory" if performer is None else f"performer {performer}"
        super().__init__(f"{whose} has no working time left for the task until {until.date()}")


Windows = Callable[[int | None, datetime, datetime], Sequence[Span]]
"""The working time of a performer (None: of the laboratory) between two moments, sorted and disjoint."""

Taken = Mapping[int, Sequence[Span]]
"""What performers are busy with already."""


def minute_from(moment: datetime) -> int:
    """The number of the first whole minute that does not begin before the moment."""
    return -((_EPOCH - _aware(moment)) // _MINUTE)


def minute_upto(moment: datetime) -> int:
    """The number of the last whole minute that does not begin after the moment."""
    return (_aware(moment) - _EPOCH) // _MINUTE


def moment_of(minute: int) -> datetime:
    """The beginning of a minute, in UTC, where no clock is put forward or back."""
    return _EPOCH + minute * _MINUTE


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"{moment} does not say in which time zone it is")
    return moment
