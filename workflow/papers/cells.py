"""The cells of a document: each field is one, of a table each field of each row; and what may stand in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from common.refusals import Refused
from documents.models import Document, DocumentValue, FieldKind, TypeField

MOST_ROWS = 200
"""Of one table: what fits on four pages of a paper. An antibiogram has thirty."""

LONGEST = {FieldKind.TEXT: 500, FieldKind.LONG_TEXT: 20_000}
LONGEST_CELL = 500


class Cell(NamedTuple):
    """A place of a document, by the names that its type gives it."""

    key: str
    row: int = 0
    column: str = ""

    @property
    def name(self) -> str:
        """How the fields of the page are called."""
        return f"v-{self.key}" if not self.column else f"v-{self.key}.{self.row}.{self.column}"


@dataclass(frozen=True)
class Typed:
    """What somebody typed into a cell. ``seen``: the id of the value that the page showed there, 0 for none; None
    where no page was seen."""

    cell: Cell
    text: str
    seen: int | None = None


@dataclass
class Place:
    """A cell with what its type says of it."""

    cell: Cell
    field: TypeField
    column: Mapping = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.column.get("kind", FieldKind.TEXT) if self.column else self.field.kind

    @property
    def choices(self) -> list[str]:
        return list((self.column or {}).get("choices", ())) if self.column else list(self.field.choices)

    @property
    def label(self) -> str:
        if not self.column:
            return self.field.label
        return _("%(table)s, row %(row)s, %(column)s") % {
            "table": self.field.label,
            "row": self.cell.row + 1,
            "column": self.column["label"],
        }

    @property
    def decimals(self) -> int:
        if self.column:
            return 6
        if self.field.analyte:
            return self.field.analyte.decimals
        return 6 if self.field.decimals is None else self.field.decimals

    @property
    def unit(self) -> str:
        if self.column:
            return ""
        return self.field.analyte.unit if self.field.analyte else self.field.unit

    @property
    def longest(self) -> int:
        return LONGEST_CELL if self.column else LONGEST.get(self.field.kind, LONGEST_CELL)

    @property
    def is_derived(self) -> bool:
        return not self.column and self.field.analyte is not None and self.field.analyte.is_derived


class TooManyRows(Refused):
    """A table is not that long."""

    def __init__(self, label: str, rows: int):
        self.rows = rows
        super().__init__(
            _(
                "The table “%(table)s” takes %(most)s rows at most; this one has %(rows)s. Attach it as a file."
            )
            % {"table": label, "most": MOST_ROWS, "rows": f"{rows:,}"}
        )


class NoSuchField(Refused):
    """The version by which the document is filled has no such field."""

    def __init__(self) -> None:
        super().__init__(_("This document has no such field. Open the page again."))


def fields_of(document: Document) -> list[TypeField]:
    """Those of the version that the document is filled by, in their sequence."""
    return list(document.type_version.fields.select_related("section", "analyte__first", "analyte__second"))


def place_of(cell: Cell, fields: Mapping[str, TypeField]) -> Place:
    """Raises ``NoSuchField`` or ``TooManyRows``."""
    known = fields.get(cell.key)
    if known is None:
        raise NoSuchField
    if known.kind != FieldKind.TABLE:
        if cell.column or cell.row:
            raise NoSuchField
        return Place(cell, known)
    column = next((one for one in known.columns if one["key"] == cell.column), None)
    if column is None or cell.row < 0:
        raise NoSuchField
    if cell.row >= MOST_ROWS:
        raise TooManyRows(known.label, cell.row + 1)
    return Place(cell, known, column)


def refuse_long_tables(typed: Iterable[Typed], fields: Mapping[str, TypeField]) -> None:
    """Raise ``TooManyRows`` with how many there are, not with where the first one too many stands."""
    rows: dict[str, int] = {}
    for one in typed:
        rows[one.cell.key] = max(rows.get(one.cell.key, 0), one.cell.row + 1)
    for key, count in rows.items():
        if key in fields and count > MOST_ROWS:
            raise TooManyRows(fields[key].label, count)


def values_of(document: Document) -> dict[Cell, DocumentValue]:
    """What stands in the document now, by cell; what was emptied again, too."""
    rows = document.values.current().select_related("field", "file", "entered_by")
    return {Cell(value.field.key, value.row, value.column): value for value in rows}
