"""Reckoning the kept sums: month by month back to the first, then again those days that were touched since.

Each piece is one transaction that holds the row of its figure. A page that reads in between is right: a day counts
from the moment on in which it is written, and what is booked behind the settled event is read from the books.
"""

import time
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from common.months import Month
from sums.figures import FIGURES, Figure, Row
from sums.models import KeptSum, Length, Reckoned
from sums.reading import touched_since
from sums.rows import added_up, by_day, from_json, to_json
from sums.settled import settled_event
from sums.spans import DAY, Span, of_days


def reckon(*, seconds: float | None = None) -> bool | None:
    """Bring all figures up to date. False where the time was over before, None where people booked without a gap."""
    began, settled = time.monotonic(), settled_event()
    if settled is None:
        return None
    for figure in FIGURES:
        _follow(figure, settled)
    for figure in FIGURES:
        while _one_month_back(figure):
            if seconds is not None and time.monotonic() - began > seconds:
                return False
    return True


def forget() -> None:
    """Throw all of it away: pages read the books until it is reckoned anew."""
    Reckoned.objects.all().delete()


@transaction.atomic
def _follow(figure: Figure, settled: int) -> None:
    """Reckon anew what was touched since; begin where nothing is kept, or the days of another time zone are."""
    zone = timezone.get_current_timezone_name()
    state = Reckoned.objects.select_for_update(no_key=True).filter(figure=figure.name).first()
    if state and state.zone != zone:
        state.delete()
        state = None
    if state is None:
        begun = Reckoned(figure=figure.name, settled=settled, since=_behind_all(figure), zone=zone)
        Reckoned.objects.bulk_create([begun], ignore_conflicts=True)  # another worker may begin as well
    elif state.settled < settled:
        days = touched_since({figure.name: state.settled})[figure.name]
        _write(figure, state, [day for day in days if state.since is None or day >= state.since])
        state.settled = settled
        state.save(update_fields=["settled"])


def _behind_all(figure: Figure) -> date | None:
    """The first day of the month behind all that is booked; None where nothing is."""
    bounds = figure.bounds()
    return Month.of(max(bounds[1], timezone.localdate())).after.first if bounds else None


@transaction.atomic
def _one_month_back(figure: Figure) -> bool:
    """Whether there was a month left."""
    state = Reckoned.objects.select_for_update(no_key=True).filter(figure=figure.name).first()
    if state is None or state.since is None:
        return False
    month = Month.of(state.since).before
    _write_month(figure, state, month, [(month.first, month.last)])
    bounds = figure.bounds()
    state.since = month.first if bounds and bounds[0] < month.first else None
    state.save(update_fields=["since"])
    return True


def _write(figure: Figure, state: Reckoned, days: Iterable[date]) -> None:
    months: dict[Month, list[date]] = {}
    for day in days:
        months.setdefault(Month.of(day), []).append(day)
    for month, touched in months.items():
        _write_month(figure, state, month, of_days(touched))


def _write_month(figure: Figure, state: Reckoned, month: Month, spans: list[Span]) -> None:
    """Reckon these days of the month, then the month from all of its days."""
    found = by_day(figure.grouped(spans))
    days = [first + DAY * place for first, last in spans for place in range((last - first).days + 1)]
    own = KeptSum.objects.filter(reckoned=state)
    own.filter(length=Length.DAY, first__in=days).delete()
    own.filter(length=Length.MONTH, first=month.first).delete()
    KeptSum.objects.bulk_create(_made(state, Length.DAY, day, rows) for day, rows in sorted(found.items()))
    kept = own.filter(length=Length.DAY, first__gte=month.first, first__lte=month.last)
    parts = (
        row for first, rows in kept.values_list("first", "rows") for row in from_json(figure, first, rows)
    )
    if whole := added_up(figure, parts, month.first):
        KeptSum.objects.bulk_create([_made(state, Length.MONTH, month.first, whole)])


def _made(state: Reckoned, length: Length, first: date, rows: Iterable[Row]) -> KeptSum:
    return KeptSum(reckoned=state, length=length, first=first, rows=to_json(rows))
