"""The rows of the order list as HTML. The template draws one row of each shape; the others are filled in like it.

Drawing fifty rows by the template alone would take half of the time of the page.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import fields, replace
from operator import attrgetter

from django.template.loader import get_template
from django.utils.html import conditional_escape, format_html

from workflow.pages.order_rows import OrderRow

_TEXTS = [field.name for field in fields(OrderRow) if field.name not in {"markers", "is_overdue"}]
_PLACE = f"place-{secrets.token_hex(16)}-"
"""What stands in the drawn row before the name of a text. Nobody knows it, so nobody can type it."""

_GAP = re.compile(f"{_PLACE}([a-z_]+);")


def draw_rows(rows: Sequence[OrderRow], *, see_prices: bool, see_billing: bool, ticks: bool = False) -> str:
    """All rows, one after the other; ``ticks`` puts a column of boxes before them."""
    template = get_template("workflow/_order_row.html")
    shown = {"see_prices": see_prices, "see_billing": see_billing, "ticks": ticks}
    shapes: dict[tuple, _Shape] = {}
    drawn: list[str] = []
    for row in rows:
        kind = (bool(row.patient), bool(row.due), bool(row.tick), *row.markers)
        if kind not in shapes:
            shapes[kind] = _Shape(template.render({**shown, "row": _with_places(row)}))
        drawn += shapes[kind].filled_with(row)
    return format_html("{}", _Drawn(drawn))


class _Shape:
    """A row as the template drew it, cut at the places of its texts. No text is ever a format to fill in."""

    def __init__(self, html: str):
        self.pieces = _GAP.split(html)
        self.texts = attrgetter(*self.pieces[1::2])

    def filled_with(self, row: OrderRow) -> list[str]:
        filled = self.pieces.copy()
        filled[1::2] = map(conditional_escape, self.texts(row))
        return filled


class _Drawn:
    """Pieces of the template, and texts that were escaped: markup as they stand."""

    def __init__(self, pieces: list[str]):
        self.pieces = pieces

    def __html__(self) -> str:
        return "".join(self.pieces)


def _with_places(row: OrderRow) -> OrderRow:
    """A row that has places where it would say its texts, and leaves out what this shape leaves out."""
    named = {name: f"{_PLACE}{name};" for name in _TEXTS}
    return replace(row, **named | {name: "" for name in ("patient", "due", "tick") if not getattr(row, name)})
