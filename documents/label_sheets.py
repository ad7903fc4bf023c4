"""Where labels stand: each on a page of its own from a roll, or in the columns and rows of a sheet."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import count
from typing import Any
from urllib.parse import quote

from documents.models import LabelSize

USUAL_WIDTH, USUAL_HEIGHT, USUAL_LETTERS = Decimal(58), Decimal(40), Decimal("2.9")
"""Millimetres; a label that is smaller has smaller letters."""

LEAST_SCALE, MOST_SCALE = Decimal("0.6"), Decimal("1.6")
LONGEST_BARS = Decimal(60)
BESIDE_BARS = Decimal(3)


def sizes_on_offer() -> list[LabelSize]:
    """The laboratory's own, the one offered first at the head; the usual roll where it has none."""
    usual = LabelSize(name="58 × 40 mm", width=USUAL_WIDTH, height=USUAL_HEIGHT)
    return list(LabelSize.objects.all()) or [usual]


def label_paper(labels: Iterable[dict[str, Any]], size: LabelSize, first: int = 1) -> dict[str, Any]:
    """The labels on their sheets, for the print template; ``first`` is the place of the first on a begun sheet.

    ``style`` is the address of a style sheet inside the page: sizes of this laboratory, numbers alone.
    """
    return {"style": f"data:text/css,{quote(_style(size))}", "sheets": _sheets(list(labels), size, first)}


def _sheets(labels: Sequence[dict[str, Any]], size: LabelSize, first: int) -> list[list[dict[str, Any]]]:
    sheets: list[list[dict[str, Any]]] = []
    for label, place in zip(labels, count(first - 1), strict=False):
        if not sheets or place % size.on_a_sheet == 0:
            sheets.append([])
        sheets[-1].append(label | {"place": place % size.on_a_sheet})
    return sheets


def _style(size: LabelSize) -> str:
    scale = min(size.width / USUAL_WIDTH, size.height / USUAL_HEIGHT)
    scale = min(max(scale, LEAST_SCALE), MOST_SCALE)
    wide, high = (size.sheet_width, size.sheet_height) if size.is_sheet else (size.width, size.height)
    bars = min(size.width - BESIDE_BARS, LONGEST_BARS * max(scale, Decimal(1)))
    rules = [
        f"@page labels {{ size: {_mm(wide)} {_mm(high)}; }}",
        f".label-sheet {{ width: {_mm(wide)}; height: {_mm(high)}; }}",
        f".label-cut {{ width: {_mm(size.width)}; height: {_mm(size.height)};"
        f" font-size: {_mm(USUAL_LETTERS * scale)}; }}",
        f".label-bars {{ width: {_mm(bars)}; }}",
    ]
    for place, (left, top) in enumerate(_places(size)):
        rules.append(f".label-{place} {{ left: {_mm(left)}; top: {_mm(top)}; }}")
    return "\n".join(rules)


def _places(size: LabelSize) -> list[tuple[Decimal, Decimal]]:
    """Left and top of each label of a sheet, row by row."""
    if not size.is_sheet:
        return [(Decimal(0), Decimal(0))]
    return [
        (
            size.margin_left + column * (size.width + size.gap_across),
            size.margin_top + row * (size.height + size.gap_down),
        )
        for row in range(size.rows)
        for column in range(size.columns)
    ]


def _mm(length: Decimal) -> str:
    """As style sheets write it, whatever the language of the page."""
    return f"{length:.2f}mm"
