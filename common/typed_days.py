"""How people type a day: “4.12”, “4 Dec”, “+3”, “fri”, “tomorrow”, “yesterday”, “-3”. Languages bring their words.

What names no year, or its last two figures alone, is to come, or has been where one looks ``back``.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from common.folding import fold
from common.money import MINUS

LEAST_LETTERS = 2
MOST_DAYS_ON = 366
_IN_FIGURES = re.compile(r"(\d{1,2})[. ] ?(\d{1,2})\.?(?: ?(\d{4}|\d{2}))?")
_IN_WORDS = re.compile(r"(\d{1,2})\.? ([^\W\d]+)\.?,?(?: (\d{4}))?")
_DAYS_ON = re.compile(r"\+ ?(\d{1,3})")
_DAYS_AGO = re.compile(rf"[-{MINUS}] ?(\d{{1,3}})")


class NotADay(ValueError):
    """The text names no day."""


class AnotherWeekday(NotADay):
    """It names ``day``, and a day of the week that this is not."""

    def __init__(self, day: date):
        super().__init__(day)
        self.day = day


@dataclass(frozen=True)
class DayWords:
    """What days are called in the languages that are read. ``weekdays`` from Monday, ``months`` from January on."""

    weekdays: Sequence[Sequence[str]]
    months: Sequence[Sequence[str]]
    today: Sequence[str]
    tomorrow: Sequence[str]
    yesterday: Sequence[str]


def read_day(
    text: str, today: date, words: DayWords, days_on: Callable[[int], date], *, back: bool = False
) -> date:
    """Raises ``NotADay``. A day without its year is the next such one, today included; a weekday the next after today;
    ``days_on`` says which day is meant by “+3”. With ``back`` both are the last such day; “-3” is three days ago."""
    if found := _DAYS_ON.fullmatch(text.strip()):
        return _counted(int(found[1]), days_on)
    if back and (found := _DAYS_AGO.fullmatch(text.strip())):
        return _counted(int(found[1]), lambda count: today - timedelta(days=count))
    typed = fold(text)
    for called, days in ((words.today, 0), (words.tomorrow, 1), (words.yesterday, -1)):
        if typed in _folded(called):
            return today + timedelta(days=days)
    weekday = _place(typed.rstrip("."), words.weekdays)
    if weekday is not None:
        return _weekday(weekday, today, back=back)
    head, _space, rest = typed.partition(" ")
    weekday = _place(head.rstrip(".,"), words.weekdays)
    if weekday is None:
        return _dated(typed, today, words, back=back)
    day = _dated(rest, today, words, back=back)
    if day.weekday() != weekday:
        raise AnotherWeekday(day)
    return day


def _weekday(weekday: int, today: date, *, back: bool) -> date:
    if back:
        return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _counted(count: int, days_on: Callable[[int], date]) -> date:
    if count > MOST_DAYS_ON:
        raise NotADay(count)
    return days_on(count)


def _dated(typed: str, today: date, words: DayWords, *, back: bool) -> date:
    if found := _IN_FIGURES.fullmatch(typed):
        day, month = int(found[1]), int(found[2])
    elif found := _IN_WORDS.fullmatch(typed):
        place = _place(found[2], words.months)
        if place is None:
            raise NotADay(typed)
        day, month = int(found[1]), place + 1
    else:
        raise NotADay(typed)
    if not found[3]:
        return _last(day, month, today) if back else _next(day, month, today)
    return _on(day, month, _year(found[3], today, back=back))


def _year(typed: str, today: date, *, back: bool) -> int:
    """“26” is of this century; one that is still to come where one looks back, of the last one."""
    if len(typed) != 2:
        return int(typed)
    year = 2000 + int(typed)
    return year - 100 if back and year > today.year else year


def _on(day: int, month: int, year: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADay(day, month, year) from None


def _next(day: int, month: int, today: date) -> date:
    for year in range(today.year, today.year + 9):  # 29 February may be eight years away
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise NotADay(day, month)


def _last(day: int, month: int, today: date) -> date:
    for year in range(today.year, max(today.year - 9, 0), -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise NotADay(day, month)


def _place(typed: str, names: Sequence[Sequence[str]]) -> int | None:
    """Which of them begins with what is typed; None where none does, or more than one."""
    if len(typed) < LEAST_LETTERS:
        return None
    places = [
        place for place, called in enumerate(names) if any(one.startswith(typed) for one in _folded(called))
    ]
    return places[0] if len(places) == 1 else None


def _folded(names: Sequence[str]) -> list[str]:
    return [fold(one).rstrip(".") for one in names]
