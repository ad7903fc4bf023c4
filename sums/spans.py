"""Spans of days, both ends included, and of which of them kept sums can be read. Pure arithmetic."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from common.months import Month

Span = tuple[date, date]
DAY = timedelta(days=1)
NO_END = date(9990, 12, 31)
"""The last day of a span that is open: beyond whatever people book."""
MOST_OF_A_CONDITION = 300
"""Spans that one condition may name. Each is one ``OR`` more: SQLite nests these, and takes no more than a thousand."""


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same days in as few spans as there can be."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + DAY:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        elif first <= last:
            found.append((first, last))
    return found


def of_days(days: Iterable[date]) -> list[Span]:
    return joined((day, day) for day in days)


def without(span: Span, holes: Sequence[Span]) -> Iterator[Span]:
    """What is left of a span beside the holes, which are sorted and lie within it."""
    first, last = span
    for begin, end in holes:
        if first < begin:
            yield first, begin - DAY
        first = end + DAY
    if first <= last:
        yield first, last


@dataclass
class Split:
    """Where the days of a page are read: whole months and single days that are kept, the rest from the books."""

    months: list[Span] = field(default_factory=list)
    days: list[Span] = field(default_factory=list)
    live: list[Span] = field(default_factory=list)


def split(cells: Iterable[Span], begins: date | None, touched: Sequence[date]) -> Split:
    """``cells`` are told apart by the page, so a month is read as one where it lies in one of them. Sums are kept from
    the day ``begins`` on (None: of all days), and what they say of the sorted days ``touched`` does not count."""
    found = Split()
    for first, last in cells:
        if begins and first < begins:
            found.live.append((first, min(last, begins - DAY)))
            first = begins
        if first <= last:
            changed = touched[bisect_left(touched, first) : bisect_right(touched, last)]
            _split_cell((first, last), changed, found)
    return Split(joined(found.months), joined(found.days), joined(found.live))


def _split_cell(cell: Span, changed: Sequence[date], found: Split) -> None:
    holes = of_days(changed)
    found.live += holes
    whole = _whole_months(cell)
    if whole is None:
        found.days += without(cell, holes)
        return
    months = {(month.first, month.last) for month in map(Month.of, changed)}
    partly = sorted(one for one in months if whole[0] <= one[0] <= whole[1])
    untouched = list(without(whole, joined(partly)))
    found.months += untouched
    found.days += without(cell, joined([*untouched, *holes]))


def _whole_months(cell: Span) -> Span | None:
    """From the first day of the first month that lies in it to the last day of the last one."""
    first, last = cell
    begin = first if first.day == 1 else Month.of(first).after.first
    end = last if last == Month.of(last).last else Month.of(last).before.last
    return (begin, end) if begin <= end else None
