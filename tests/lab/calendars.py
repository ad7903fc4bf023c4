"""Calendars of a few lines."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from lab.working_time import Hours, SpecialDays, WorkingTime

BERLIN = ZoneInfo("Europe/Berlin")
USUAL = Hours(time(8), time(17), time(12), time(13))
SHORT = Hours(time(9), time(13))


def calendar(*special: SpecialDays, week=(USUAL,) * 5 + (None, None)) -> WorkingTime:
    return WorkingTime(week, special, BERLIN)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)


def closed(first: date, last: date | None = None, **said) -> SpecialDays:
    return SpecialDays(first, last or first, **said)


def hours_of(windows) -> list[tuple[str, str]]:
    return [tuple(f"{edge.astimezone(BERLIN):%H:%M}" for edge in (w.start, w.end)) for w in windows]
