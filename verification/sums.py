"""Kept sums: what they say of each day and month that counts is what the books say."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from common.months import Month
from sums.figures import FIGURES, Figure, Row
from sums.models import KeptSum, Length
from sums.reading import Sums
from sums.rows import added_up, by_day, from_json
from verification.finding import Finding, together


def kept_sums_are_what_the_books_say() -> Finding:
    """87: days that were touched since are read from the books, whatever is kept of them."""
    sums = Sums()
    kept = (figure for figure in FIGURES if figure.name in sums.states)
    return together(*(partial(_checked, figure, sums) for figure in kept))


def _checked(figure: Figure, sums: Sums) -> Finding:
    state, touched, found = sums.states[figure.name], set(sums.touched[figure.name]), Finding()
    kept: dict[Month, dict[tuple[str, date], list[Row]]] = {}
    for length, first, rows in KeptSum.objects.filter(reckoned=state).values_list("length", "first", "rows"):
        kept.setdefault(Month.of(first), {})[length, first] = list(from_json(figure, first, rows))
    for month in sorted(kept.keys() | set(_months(figure)), key=lambda one: one.first):
        said = kept.get(month, {})
        booked = by_day(figure.grouped([(month.first, month.last)]))
        days = booked.keys() | {day for length, day in said if length == Length.DAY}
        counting = {day for day in days - touched if state.since is None or day >= state.since}
        found.looked_at += len(counting)
        found.wrong += [
            f"the sums of {figure.name} kept of {day} are not what the books say"
            for day in sorted(counting)
            if not _alike(figure, said.get((Length.DAY, day), ()), booked.get(day, ()))
        ]
        whole = (row for rows in booked.values() for row in rows)
        counts = (state.since is None or month.first >= state.since) and not any(
            month.first <= day <= month.last for day in touched
        )
        if counts and not _alike(figure, said.get((Length.MONTH, month.first), ()), whole):
            found.wrong.append(f"the sums of {figure.name} kept of {month} are not what the books say")
    return found


def _months(figure: Figure) -> Iterator[Month]:
    """All in which something is booked."""
    bounds = figure.bounds()
    month = Month.of(bounds[0]) if bounds else None
    while month and month.first <= bounds[1]:
        yield month
        month = month.after


def _alike(figure: Figure, one: Iterable[Row], two: Iterable[Row]) -> bool:
    sums = (set(added_up(figure, rows, date.min)) for rows in (one, two))
    return next(sums) == next(sums)
