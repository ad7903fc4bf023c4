"""Plans of a few tasks, written as short as one thinks them."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from orders.scheduling import Span, schedule

BERLIN = ZoneInfo("Europe/Berlin")
ANNA, BORIS, CLARA = 1, 2, 3
MONDAY = 2
"""The second of March 2026; the week runs to Friday, the sixth."""


def at(day, hour, minute=0, *, month=3):
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


def span(start, end):
    return Span(start, end)


def windows(_performer, start, end):
    """Monday to Friday from 8 to 12 and from 13 to 17."""
    first = start.astimezone(BERLIN).date()
    days = [first + timedelta(days=n) for n in range((end - start).days + 2)]
    return [
        Span(datetime.combine(day, time(a), BERLIN), datetime.combine(day, time(b), BERLIN))
        for day in days
        if day.weekday() < 5
        for a, b in ((8, 12), (13, 17))
    ]


def plan(works, due, now=None, taken=None, windows=windows):
    return schedule(works, due, now or at(MONDAY, 8), windows, taken or {})


def when(found, key):
    """Start and end as the clock on the laboratory's wall shows them."""
    place = found.placed[key]
    return place.start.astimezone(BERLIN), place.end.astimezone(BERLIN)
