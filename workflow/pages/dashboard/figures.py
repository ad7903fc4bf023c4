"""What a chart says: its sentence, its drawings, the table behind it; each cell is a value and its words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from common.charts import Bar, Bars, Lines, Series, bars, lines
from common.csv_files import Cell as FileCell
from common.days import weekday
from common.money import ZERO
from common.templatetags.labsite import figure, money, percent

TOP = 8
"""Bars that are drawn; the table has all."""
SHOWN = 50
"""Rows of the table that stand on the page; the file has all."""


class Cell(NamedTuple):
    """``value`` is for files, ``text`` for people; ``is_number`` sets it right."""

    value: FileCell
    text: str
    is_number: bool = True


@dataclass(frozen=True)
class Drawing:
    """One drawing; ``name`` tells it from others of the chart, such as a currency."""

    chart: Bars | Lines
    name: str = ""


@dataclass(frozen=True)
class Figures:
    """``said`` is the chart in one sentence; without rows it says that there is nothing."""

    said: str
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[Cell]] = ()
    drawings: Sequence[Drawing] = field(default_factory=list)
    now_word: str = ""
    before_word: str = ""

    @property
    def columns(self) -> Iterator[tuple[str, bool]]:
        """Heads, and whether numbers stand under them."""
        first = self.rows[0] if self.rows else ()
        for head, cell in zip(self.heads, first, strict=True):
            yield head, cell.is_number

    @property
    def first_rows(self) -> Sequence[Sequence[Cell]]:
        return self.rows[:SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.rows) - SHOWN)

    def for_file(self) -> Iterator[list[FileCell]]:
        yield list(self.heads)
        for row in self.rows:
            yield [cell.value for cell in row]


def words(text: object) -> Cell:
    return Cell(str(text), str(text), is_number=False)


def number(value: int | None) -> Cell:
    return Cell(value, "–" if value is None else f"{value:,}")


def share(part: int, whole: int) -> Cell:
    """A part in percent, to one place."""
    if not whole:
        return Cell(None, "–")
    value = round(Decimal(100) * part / whole, 1)
    return Cell(value, percent(value))


def amount(value: Decimal, currency: str) -> Cell:
    return Cell(value, figure(value, currency))


def _for_file(value: Decimal, _currency: str) -> Cell:
    """Of a row that the page does not show: putting thousands of amounts into words takes longer than summing them."""
    return Cell(value, "")


def by_currency(sums: Iterable[tuple[str, str, Decimal, Decimal]], head: str, nothing: str) -> Figures:
    """Amounts by name and currency, now and before: the largest first, drawn for each currency by itself."""
    found = sorted(sums, key=lambda row: (row[1], -row[2], -row[3], row[0]))
    currencies = list(dict.fromkeys(currency for _name, currency, _now, _before in found))
    if not found:
        return Figures(nothing)
    totals = []
    for currency in currencies:
        own = [row for row in found if row[1] == currency]
        now, before = sum((row[2] for row in own), ZERO), sum((row[3] for row in own), ZERO)
        totals.append(
            _("%(now)s (before: %(before)s)")
            % {"now": money(now, currency), "before": money(before, currency)}
        )
    return Figures(
        " · ".join(totals),
        [head, _("Currency"), _("Period"), _("Before")],
        [
            (words(name), words(cur), *(put(one, cur) for one in sums))
            for put, part in ((amount, found[:SHOWN]), (_for_file, found[SHOWN:]))
            for name, cur, *sums in part
        ],
        [Drawing(_top([row for row in found if row[1] == one]), one) for one in currencies],
    )


def _top(rows: list[tuple[str, str, Decimal, Decimal]]) -> Bars:
    """The largest, and the rest as one bar."""
    shown, rest = rows[:TOP], rows[TOP:]
    if rest:
        sums = (sum((row[place] for row in rest), ZERO) for place in (2, 3))
        shown = [*shown, (_("All others"), rows[0][1], *sums)]
    return bars([Bar(name, float(now), figure(now, cur), float(before)) for name, cur, now, before in shown])


def over_time(series: Sequence[tuple[str, Sequence[Cell]]], labels: Sequence[str]) -> Lines:
    """Lines of cells over the steps of a period."""
    return lines(
        [
            Series(
                name,
                [None if cell.value is None else float(cell.value) for cell in cells],
                [cell.text for cell in cells],
            )
            for name, cells in series
        ],
        labels,
    )


def percentage(part: Decimal, whole: Decimal) -> Cell:
    """A part of an amount in percent, to one place; none of nothing."""
    if whole <= 0:
        return Cell(None, "–")
    value = round(100 * part / whole, 1)
    return Cell(value, percent(value))


def day_cell(day: date) -> Cell:
    return Cell(day, weekday(day), is_number=False)
