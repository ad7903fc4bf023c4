"""Exchange rates in a table of text, as banks publish them and accountants keep them; read row by row, never guessed.

Either a rate a row (columns day, currency, rate), or a day a row with a column for each currency.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from babel.numbers import is_currency
from django.utils.translation import gettext as _

from common.dayfields import FORMATS
from common.folding import fold
from common.refusals import Refused
from common.typed_numbers import NotANumber, read_number
from lab.exchange_book import RateTold

MOST_SIGNS = 200_000
MOST_RATES = 3_000
NO_RATE = ("", "n/a", "-", "–")
"""How a table says that a currency has no rate on that day."""
NAMES = {
    "day": ("date", "day", "datum", "tag", "дата", "день", "fecha"),
    "currency": ("currency", "code", "währung", "waehrung", "валюта", "код", "devise", "moneda"),
    "rate": ("rate", "exchange rate", "kurs", "wechselkurs", "курс", "taux", "tasa", "cours"),
}
_FOLDED = {fold(word): column for column, words in NAMES.items() for word in words}


class NotRates(Refused):
    """The table as a whole cannot be read."""


@dataclass(frozen=True)
class RateRead:
    """One rate of the table: where it stood, what it says, or why it cannot be read."""

    row: int
    written: str
    told: RateTold | None = None
    refusal: str = ""


@dataclass(frozen=True)
class Direction:
    """What a figure says: with ``of_base`` how much of a currency one ``base`` is, else how much ``base`` that is."""

    base: str
    of_base: bool

    def told(self, day: date, currency: str, figure: Decimal) -> RateTold:
        pair = (self.base, currency) if self.of_base else (currency, self.base)
        return RateTold(day, *pair, figure)


def decoded(content: bytes) -> str:
    """The text of a file, whichever of the usual encodings it was saved in."""
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("cp1252", errors="replace")


def read_rates(text: str, direction: Direction) -> list[RateRead]:
    """Every rate of the table. Raises ``NotRates`` where its columns cannot be told apart."""
    rows = [(number, row) for number, row in enumerate(_rows(text), start=1) if any(row)]
    if not rows:
        raise NotRates(_("There is nothing in it."))
    head = [fold(cell) for cell in rows[0][1]]
    named = [_FOLDED.get(cell) for cell in head]
    if "day" in named and "rate" in named and "currency" in named:
        columns = [named.index(column) for column in ("day", "currency", "rate")]
        found = _long(rows[1:], columns, direction)
    elif named[0] == "day" and all(_is_code(cell) for cell in head[1:] if cell) and any(head[1:]):
        found = _wide(rows[1:], [cell.upper() for cell in head], direction)
    elif _day(rows[0][1][0]):
        found = _long(rows, [0, 1, 2], direction)
    else:
        raise NotRates(
            _("Its first row names no columns for day, currency and rate, nor a currency in each column.")
        )
    return _at_most(found)


def _at_most(found: Iterator[RateRead]) -> list[RateRead]:
    rates = []
    for one in found:
        rates.append(one)
        if len(rates) > MOST_RATES:
            raise NotRates(_("These are more than %(n)s rates. Leave older days out.") % {"n": MOST_RATES})
    if not rates:
        raise NotRates(_("There is no rate in it, only the names of columns."))
    return rates


def _rows(text: str) -> list[list[str]]:
    if len(text) > MOST_SIGNS:
        raise NotRates(_("This is too long: at most %(n)s signs can be read at once.") % {"n": MOST_SIGNS})
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = next((mark for mark in "\t;," if mark in first), ",")
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error:
        raise NotRates(_("Its quotation marks do not close.")) from None
    return [[cell.strip() for cell in row] for row in read]


def _long(rows, columns: Sequence[int], direction: Direction) -> Iterator[RateRead]:
    for number, row in rows:
        cells = [row[at] if at < len(row) else "" for at in columns]
        yield _read(number, *cells, direction)


def _wide(rows, head: Sequence[str], direction: Direction) -> Iterator[RateRead]:
    for number, row in rows:
        for code, cell in zip(head[1:], row[1:], strict=False):
            if code and cell.casefold() not in NO_RATE:
                yield _read(number, row[0], code, cell, direction)


def _read(number: int, day: str, currency: str, figure: str, direction: Direction) -> RateRead:
    written = " · ".join((day, currency, figure))[:100]
    if (on := _day(day)) is None:
        refusal = _("“%(text)s” is no day. Write it as 2026-11-30 or 30.11.2026.") % {"text": day[:40]}
        return RateRead(number, written, refusal=refusal)
    try:
        typed = read_number(figure, "are never meant")
    except NotANumber:
        typed = None
    if typed is None or typed.beside:
        return RateRead(number, written, refusal=_("“%(text)s” is no number.") % {"text": figure[:40]})
    return RateRead(number, written, direction.told(on, currency.upper(), typed.number))


def _day(text: str) -> date | None:
    for form in (*FORMATS, "%d %B %Y", "%d %b %Y"):  # the last two as the European Central Bank writes it
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def _is_code(cell: str) -> bool:
    return is_currency(cell.upper())
