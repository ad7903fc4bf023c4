"""Numbers without gaps: drawn from a counter row that is locked until the issuing transaction ends."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.models import Counter, Numbered
from common.refusals import Refused

_TOKEN = re.compile(r"\{(yyyy|yy|n)(?::0?(\d{1,2}))?\}")
_PLAIN = re.compile(r"[A-Za-z0-9.\-]*")
LONGEST = Numbered._meta.get_field("number").max_length
MOST_DIGITS = 12
_FAR_ON = 10**9 - 1
"""A serial that no laboratory reaches: with it a number must still find room."""


class NumberIsTaken(Refused):
    """The mask of the settings gives out what stands already, or what no number may look like."""

    def __init__(self, number: str) -> None:
        super().__init__(
            _(
                "The next number would be “%(number)s”, which cannot be given out. An administrator has to "
                "change the number masks in the settings."
            )
            % {"number": number}
        )


@dataclass(frozen=True)
class Number:
    """A number as people read it, with the counter it came from."""

    text: str
    year: int
    serial: int


def validate_mask(mask: str) -> None:
    """Refuse a mask without ``{n}``, with characters that a web address or a scanner would trip over, or too wide."""
    tokens = [name for name, _width in _TOKEN.findall(mask)]
    if tokens.count("n") != 1 or not _PLAIN.fullmatch(_TOKEN.sub("", mask)):
        raise ValidationError(
            _(
                "A number mask holds {n} or {n:06} once, may hold {yyyy} or {yy}; else only letters, digits, - and ."
            )
        )
    widths = [int(width or 0) for _name, width in _TOKEN.findall(mask)]
    if max(widths) > MOST_DIGITS or len(format_number(mask, _FAR_ON, 2000)) > LONGEST:
        raise ValidationError(
            _("Numbers by this mask are too long: at most %(digits)s digits, and %(signs)s signs in all.")
            % {"digits": MOST_DIGITS, "signs": LONGEST}
        )


def number_in_the_way(series: str, mask: str, on: date) -> str | None:
    """A number given out already that the mask would give out again within the year; None where there is none."""
    if series.partition(":")[0] not in _series():
        return None
    before, after = (format_number(part, 0, on.year) for part in re.split(r"\{n[^}]*\}", mask))
    counter = Counter.objects.filter(series=series, year=_year_of(mask, on)).first()
    given = _model_of(series)._base_manager.filter(number__startswith=before, number__endswith=after)
    for number in given.values_list("number", flat=True).iterator():
        digits = number[len(before) : len(number) - len(after)]
        serial = int(digits) if digits.isascii() and digits.isdigit() else 0
        if serial > (counter.last if counter else 0) and format_number(mask, serial, on.year) == number:
            return number
    return None


def format_number(mask: str, serial: int, year: int) -> str:
    """Fill a mask such as ``{yyyy}-{n:06}``."""

    def fill(match: re.Match) -> str:
        name, width = match.groups()
        if name == "n":
            return str(serial).zfill(int(width or 0))
        return str(year) if name == "yyyy" else f"{year % 100:02}"

    return _TOKEN.sub(fill, mask)


def draw_number(series: str, mask: str, on: date) -> Number:
    """The next number of a series. Call inside the issuing transaction, as its last lock.

    Raises ``NumberIsTaken`` where the mask leads to a number that cannot be given out.
    """
    (number,) = draw_numbers(series, mask, on, 1)
    return number


def draw_numbers(series: str, mask: str, on: date, count: int) -> list[Number]:
    """The next so many numbers of a series, as ``draw_number`` gives one."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "a number is drawn inside the transaction that issues it"
        )
    year = _year_of(mask, on)
    Counter.objects.get_or_create(series=series, year=year)
    counter = Counter.objects.select_for_update(no_key=True).get(series=series, year=year)
    serials = range(counter.last + 1, counter.last + 1 + count)
    numbers = [Number(format_number(mask, serial, on.year), year, serial) for serial in serials]
    texts = [number.text for number in numbers]
    given = _model_of(series)._base_manager.filter(number__in=texts).order_by("number_serial")
    taken = (
        next((text for text in texts if len(text) > LONGEST), None)
        or given.values_list("number", flat=True).first()
    )
    if taken:
        raise NumberIsTaken(taken)
    counter.last += count
    counter.save(update_fields=["last"])
    return numbers


def _year_of(mask: str, on: date) -> int:
    """The year in which the counter counts; 0 where it never begins anew."""
    return on.year if "{yy" in mask else 0


@cache
def _series() -> frozenset[str]:
    return frozenset(getattr(model, "series", "") for model in apps.get_models())


def _model_of(series: str) -> type[Numbered]:
    """The model whose numbers they are. What stands behind a colon tells apart counters of one model."""
    return _model_named(series.partition(":")[0])


@cache
def _model_named(series: str) -> type[Numbered]:
    return next(model for model in apps.get_models() if getattr(model, "series", "") == series)
