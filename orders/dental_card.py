"""The dental card of an order: its chart, and in words what each line makes and which teeth are missing."""

from dataclasses import dataclass
from typing import Any

from orders.models import OrderLine
from orders.teeth import Role
from orders.teeth.chart import Chart, chart_of, plain
from orders.teeth.work import LETTERS
from orders.teeth_read import TeethRead
from orders.tooth_words import KINDS, told_of_missing, told_of_works


@dataclass(frozen=True)
class LineOfCard:
    """What one line makes, in sentences."""

    line: OrderLine
    told: list[str]
    shade: str


@dataclass(frozen=True)
class DentalCard:
    chart: Chart
    lines: list[LineOfCard]
    missing: str
    """A sentence; "" where the patient has all teeth, as far as the order says."""

    @property
    def legend(self) -> list[tuple[str, str, object]]:
        """(kind, letter, word) of what the chart draws."""
        return [(kind, _letter(kind), KINDS[Role(kind)]) for kind in self.chart.kinds]


def dental_card(lines: list[OrderLine], teeth: TeethRead) -> DentalCard | None:
    """Of these lines; None where nothing is said of teeth."""
    works = {line.pk: teeth.by_line[line.pk] for line in lines if line.pk in teeth.by_line}
    if not works and not teeth.missing:
        return None
    return DentalCard(
        chart_of(works.values(), teeth.missing, teeth.numbers),
        [
            LineOfCard(line, told_of_works(works[line.pk], teeth.numbers), line.details.get("shade", ""))
            for line in lines
            if line.pk in works
        ],
        told_of_missing(teeth.missing, teeth.numbers) if teeth.missing else "",
    )


def on_paper(card: DentalCard | None) -> dict[str, Any] | None:
    """The same as plain data."""
    if card is None:
        return None
    lines = [{"name": one.line.name, "told": one.told, "shade": one.shade} for one in card.lines]
    legend = [[kind, letter, str(word)] for kind, letter, word in card.legend]
    return {"chart": plain(card.chart), "lines": lines, "missing": card.missing, "legend": legend}


def _letter(kind: str) -> str:
    return "×" if kind == Role.MISSING else LETTERS[Role(kind)].upper()
