"""The working time of one performer as one long row of minutes: nights, breaks and absences have no number in it.

A task of 90 minutes is then a run of 90 numbers, whatever nights lie within, and what he is busy with are runs too.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from orders.scheduling.terms import NoWorkingTime, Span, Taken, Windows, minute_from, minute_upto, moment_of

HORIZON = 2 * 365 * 24 * 60
"""Minutes searched forwards before giving up."""
_STRETCH = 30 * 24 * 60
"""Minutes of the calendar that are asked for at once."""


class Place(NamedTuple):
    """Minutes of the clock from ``start`` to ``end``; ``number`` is the first one's among the working minutes."""

    start: int
    end: int
    number: int


class Worktime:
    """Nothing is placed before ``now``; minutes are counted from ``since``, which may lie before."""

    def __init__(self, performer: int | None, windows: Windows, taken: Taken, now: int, since: int):
        self._performer, self._windows, self._now = performer, windows, now
        spans = () if performer is None else taken.get(performer, ())
        self._taken = [(minute_upto(span.start), minute_from(span.end)) for span in spans]
        # Windows by the clock, and the number of each one's first minute.
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._numbers: list[int] = []
        self._total, self._known, self._horizon = 0, since, now + HORIZON
        # Runs of numbers that are busy: sorted, disjoint, never touching.
        self._busy_from: list[int] = []
        self._busy_upto: list[int] = []
        self._first = self.count(now)

    def count(self, minute: int) -> int:
        """How many working minutes lie before that minute of the clock."""
        if minute > self._known:
            self._learn(max(minute, self._known + _STRETCH))
        window = bisect_right(self._starts, minute) - 1
        if window < 0:
            return 0
        return self._numbers[window] + min(minute, self._ends[window]) - self._starts[window]

    def latest(self, minutes: int, before: int) -> Place | None:
        """The last free place that ends before or at a minute of the clock; None where it would begin before now."""
        upto = self.count(before)
        if not minutes:
            return self._moment_before(before)
        busy = bisect_left(self._busy_from, upto) - 1
        while upto - minutes >= self._first:
            free_from = self._busy_upto[busy] if busy >= 0 else self._first
            if upto - free_from >= minutes:
                return self._place(upto - minutes, minutes)
            upto = self._busy_from[busy]
            busy -= 1
        return None

    def earliest(self, minutes: int, after: int) -> Place:
        """The first free place that begins at or after a minute of the clock."""
        number = self.count(after)
        if not minutes:
            return self._moment_after(after)
        busy = bisect_right(self._busy_upto, number)
        while True:
            is_last = busy == len(self._busy_from)
            free_upto = self._total if is_last else self._busy_from[busy]
            if free_upto - number >= minutes:
                return self._place(number, minutes)
            if is_last:
                self._look_further()
                busy = bisect_right(self._busy_upto, number)
            else:
                number = self._busy_upto[busy]
                busy += 1

    def book(self, number: int, minutes: int) -> None:
        """That run of numbers is busy from now on; it grows together with what it touches."""
        start, end = number, number + minutes
        low, high = bisect_left(self._busy_upto, start), bisect_right(self._busy_from, end)
        if low < high:
            start, end = min(start, self._busy_from[low]), max(end, self._busy_upto[high - 1])
        self._busy_from[low:high] = [start]
        self._busy_upto[low:high] = [end]

    def spans(self, place: Place) -> Iterator[Span]:
        """The windows that a place goes through, cut to it."""
        window = bisect_right(self._starts, place.start) - 1
        start = place.start
        while start < place.end:
            end = min(place.end, self._ends[window])
            yield Span(moment_of(start), moment_of(end))
            window += 1
            start = self._starts[window] if end < place.end else end

    def _place(self, number: int, minutes: int) -> Place:
        first = bisect_right(self._numbers, number) - 1
        last = bisect_left(self._numbers, number + minutes, first) - 1
        start = self._starts[first] + number - self._numbers[first]
        return Place(start, self._starts[last] + number + minutes - self._numbers[last], number)

    def _moment_before(self, minute: int) -> Place | None:
        window = bisect_right(self._starts, minute) - 1
        moment = min(minute, self._ends[window]) if window >= 0 else minute
        return Place(moment, moment, 0) if window >= 0 and moment >= self._now else None

    def _moment_after(self, minute: int) -> Place:
        window = bisect_right(self._starts, minute) - 1
        if window >= 0 and minute <= self._ends[window]:
            return Place(minute, minute, 0)
        while window + 1 == len(self._starts):
            self._look_further()
        return Place(self._starts[window + 1], self._starts[window + 1], 0)

    def _look_further(self) -> None:
        if self._known >= self._horizon:
            raise NoWorkingTime(self._performer, moment_of(self._known))
        self._learn(self._known + _STRETCH)

    def _learn(self, until: int) -> None:
        """Take the windows of the next stretch of time into the row, and what is taken there."""
        known, self._known = self._known, until
        asked = self._windows(self._performer, moment_of(known), moment_of(until))
        # Sorted and cut once more: where the clocks change, times written on a wall may overlap or run backwards.
        for start, end in sorted((minute_from(span.start), minute_upto(span.end)) for span in asked):
            self._open(max(start, known), min(end, until))
        for start, end in self._taken:
            first, last = self.count(min(start, until)), self.count(min(end, until))
            if first < last:
                self.book(first, last - first)

    def _open(self, start: int, end: int) -> None:
        reached = self._ends[-1] if self._ends else start
        start = max(start, reached)
        if start >= end:
            return
        if self._ends and start == reached:
            self._ends[-1] = end
        else:
            self._starts.append(start)
            self._ends.append(end)
            self._numbers.append(self._total)
        self._total += end - start


class Worktimes:
    """The working time of everybody, each asked for once."""

    def __init__(self, windows: Windows, taken: Taken, now: datetime, earliest_due: datetime):
        self.now = minute_from(now)
        self._windows, self._taken = windows, taken
        self._since = max(min(self.now, minute_upto(earliest_due)), self.now - HORIZON)
        self._known: dict[int | None, Worktime] = {}

    def of(self, performer: int | None) -> Worktime:
        known = self._known.get(performer)
        if known is None:
            known = Worktime(performer, self._windows, self._taken, self.now, self._since)
            self._known[performer] = known
        return known
