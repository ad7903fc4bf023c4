"""Reading figures: kept sums of the days that nobody touched since, the books themselves for all others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property

from django.db.models import CharField, Q, Value
from django.utils import timezone

from common.in_parts import in_parts
from sums.figures import FIGURES, Figure, Row
from sums.models import KeptSum, Length, Reckoned
from sums.rows import from_json
from sums.spans import MOST_OF_A_CONDITION, NO_END, Span, joined, split


class Sums:
    """What one page reads; the caller holds one moment of the database (``common.snapshot``), else a day that is
    touched in between would count twice or not at all. With ``kept=False`` all of it is read from the books."""

    def __init__(self, *, kept: bool = True):
        self.kept = kept

    def rows(self, figure: Figure, cells: Iterable[Span]) -> list[Row]:
        """Groups of all days of the cells. Days of one cell are not told apart: a row may stand for a whole month, and
        has a day of its cell."""
        cells = [span for span in cells if span[0] <= span[1]]
        state = self.states.get(figure.name)
        if state is None:
            return _live(figure, joined(cells))
        found = split(cells, state.since, self.touched[figure.name])
        rows = [row for one in _kept(state, found.months, found.days) for row in _read(figure, one)]
        return rows + _live(figure, found.live)

    @cached_property
    def states(self) -> dict[str, Reckoned]:
        """By figure; sums of other days than ours are none."""
        if not self.kept:
            return {}
        zone = timezone.get_current_timezone_name()
        return {state.figure: state for state in Reckoned.objects.filter(zone=zone)}

    @cached_property
    def touched(self) -> dict[str, list[date]]:
        """By figure, the sorted days of which something else is booked since they were reckoned."""
        return touched_since({name: state.settled for name, state in self.states.items()})


def touched_since(settled: dict[str, int]) -> dict[str, list[date]]:
    """All figures in one statement."""
    days: dict[str, set[date]] = defaultdict(set)
    arms = [
        rows.annotate(figure=Value(figure.name, output_field=CharField())).values_list("figure", "on")
        for figure in FIGURES
        if figure.name in settled
        for rows in figure.touched(settled[figure.name])
    ]
    for name, day in arms[0].union(*arms[1:]) if arms else ():
        days[name].add(day)
    return {name: sorted(days[name]) for name in settled}


def _live(figure: Figure, spans: Sequence[Span]) -> list[Row]:
    """From the books. A day lies in one span, so what several statements say stands side by side."""
    return [row for some in in_parts(spans, MOST_OF_A_CONDITION) for row in figure.grouped(some)]


def _kept(state: Reckoned, months: Sequence[Span], days: Sequence[Span]) -> Iterator[tuple]:
    """Months and days in one statement, unless there are very many of them."""
    wanted = [(Length.MONTH, span) for span in months] + [(Length.DAY, span) for span in days]
    for some in in_parts(wanted, MOST_OF_A_CONDITION):
        found = Q()
        for length in Length:
            found |= _within(length, [span for of, span in some if of == length])
        yield from KeptSum.objects.filter(found, reckoned=state).order_by().values_list("first", "rows")


def _within(length: Length, spans: Sequence[Span]) -> Q:
    found = Q()
    for first, last in spans:
        found |= Q(first__gte=first) & (Q() if last >= NO_END else Q(first__lte=last))
    return Q(length=length) & found if spans else Q()


def _read(figure: Figure, kept: tuple) -> Iterable[Row]:
    return from_json(figure, *kept)
