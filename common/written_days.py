"""Days and times written by Django's letters for them, without the work that Django does for each anew."""

from collections.abc import Callable
from datetime import date, time
from functools import cache

from django.utils.dateformat import format as written_by_django
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT, WEEKDAYS, WEEKDAYS_ABBR

_LETTERS: dict[str, Callable] = {
    "j": lambda when: str(when.day),
    "D": lambda when: str(WEEKDAYS_ABBR[when.weekday()]),
    "l": lambda when: str(WEEKDAYS[when.weekday()]),
    "M": lambda when: str(MONTHS_3[when.month]).title(),
    "E": lambda when: str(MONTHS_ALT[when.month]),
    "F": lambda when: str(MONTHS[when.month]),
    "Y": lambda when: f"{when.year:04}",
    "H": lambda when: f"{when.hour:02}",
    "i": lambda when: f"{when.minute:02}",
}
"""Those that the pages use; names of days and months come in the language of whoever reads them."""


def written(when: date | time, form: str) -> str:
    """A moment is written as it stands: in the laboratory's time, where the caller has put it there."""
    pieces = _pieces(form)
    return "".join(piece(when) for piece in pieces) if pieces else written_by_django(when, form)


@cache
def _pieces(form: str) -> tuple[Callable, ...]:
    """What writes each sign of the form; nothing where it has letters that are left to Django."""
    known = all(sign in _LETTERS or not (sign.isalpha() or sign == "\\") for sign in form)
    return tuple(_LETTERS.get(sign) or _always(sign) for sign in form) if known else ()


def _always(sign: str) -> Callable:
    return lambda when: sign
