"""Numbers without gaps: drawn from a counter row that is locked until the issuing transaction ends."""

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.models import Counter

_TOKEN = re.compile(r"\{(yyyy|yy|n)(?::0?(\d{1,2}))?\}")
_PLAIN = re.compile(r"[A-Za-z0-9.\-]*")


@dataclass(frozen=True)
class Number:
    """A number as people read it, with the counter it came from."""

    text: str
    year: int
    serial: int


def validate_mask(mask: str) -> None:
    """Refuse a mask without ``{n}`` or with characters that a web address or a scanner would trip over."""
    tokens = [name for name, _width in _TOKEN.findall(mask)]
    if tokens.count("n") != 1 or not _PLAIN.fullmatch(_TOKEN.sub("", mask)):
        raise ValidationError(
            _(
                "A number mask holds {n} or {n:06} once, may hold {yyyy} or {yy}; else only letters, digits, - and ."
            )
        )


def format_number(mask: str, serial: int, year: int) -> str:
    """Fill a mask such as ``{yyyy}-{n:06}``."""

    def fill(match: re.Match) -> str:
        name, width = match.groups()
        if name == "n":
            return str(serial).zfill(int(width or 0))
        return str(year) if name == "yyyy" else f"{year % 100:02}"

    return _TOKEN.sub(fill, mask)


def draw_number(series: str, mask: str, on: date) -> Number:
    """The next number of a series. Call inside the issuing transaction, as its last lock."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "a number is drawn inside the transaction that issues it"
        )
    restarts_yearly = "{yy" in mask
    Counter.objects.get_or_create(series=series, year=on.year if restarts_yearly else 0)
    counter = Counter.objects.select_for_update(no_key=True).get(
        series=series, year=on.year if restarts_yearly else 0
    )
    counter.last += 1
    counter.save(update_fields=["last"])
    return Number(format_number(mask, counter.last, on.year), counter.year, counter.last)
