"""A cell of a table as it stands in a file: a text, and what the file says besides, a number or a day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from common.refusals import Refused
from common.sizes import in_megabytes

MOST_BYTES = 10_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_SIGNS = 32_767
"""Of one cell; a spreadsheet holds no more."""
MOST_SIGNS_IN_ALL = 40_000_000
"""Of all cells of a file: one text may stand in an XLSX once and be named by a million cells."""


class NotATable(Refused):
    """The file as a whole cannot be read."""


class TooManyRows(NotATable):
    """More than one looks at."""

    def __init__(self) -> None:
        sentence = _("These are more than %(most)s rows. Bring them in several files.")
        super().__init__(sentence % {"most": f"{MOST_ROWS:,}"})


@dataclass(frozen=True, slots=True)
class Cell:
    """``number`` and ``day`` where the file itself says so; ``refusal`` where nothing can be made of it."""

    text: str = ""
    number: Decimal | None = None
    day: date | None = None
    refusal: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.refusal)


@dataclass(frozen=True)
class TableRow:
    """``number`` is the row as a spreadsheet counts it."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True)
class TableSheet:
    """One sheet: its rows that are not empty. ``by_1904`` is by which epoch it counts its days."""

    name: str
    rows: list[TableRow] = field(default_factory=list)
    by_1904: bool = False


def column_letters(place: int) -> str:
    """0 → A, 25 → Z, 26 → AA, as the head of a spreadsheet has it."""
    letters, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def text_cell(text: str) -> Cell:
    """The cell of a text, trimmed; one too long is refused."""
    text = text.strip()
    if len(text) > MOST_SIGNS:
        return Cell(text[:40] + "…", refusal=_("This text is too long for a cell of a table."))
    if "\x00" in text:
        return Cell(refusal=_("There are signs in it that no text has."))
    return Cell(text)


def refuse_size(count: int) -> None:
    if count > MOST_BYTES:
        sentence = _("A table is at most %(most)s; this file has %(size)s. Bring it in several files.")
        raise NotATable(sentence % {"most": in_megabytes(MOST_BYTES), "size": in_megabytes(count)})
