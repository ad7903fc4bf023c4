"""Where the head of a sheet stands, and which of its columns says what."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from common.table_files.cells import Cell, NotATable, TableRow, TableSheet, column_letters
from workflow.imports.columns import Column, plain_name
from workflow.imports.kind import Kind

SEARCHED = 15
"""Rows above which a head stands: titles and notes come first in many tables."""


@dataclass(frozen=True)
class Head:
    """``columns``: place → column. ``unknown`` are names that say nothing here, with their letters."""

    sheet: TableSheet
    number: int
    columns: dict[int, Column]
    unknown: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[TableRow]:
        return [row for row in self.sheet.rows if row.number > self.number]


def heads_of(sheets: Sequence[TableSheet], kind: Kind) -> tuple[list[Head], list[str]]:
    """The heads, and the names of sheets that have none. Raises ``NotATable``."""
    columns, names = kind.columns, {}
    for column in reversed(columns):
        names |= dict.fromkeys(column.all_names(kind.names.get(column.key, "")), column)
    names |= {name: column for column in columns for name in column.all_names()}  # our own names come first
    found = [(sheet, _head(sheet, names)) for sheet in sheets if sheet.rows]
    heads = [head for _sheet, head in found if head]
    if not heads:
        wanted = ", ".join(str(column.label) for column in columns if column.is_required)
        raise NotATable(
            _("No row of it names columns that are known here. It needs at least: %(columns)s.")
            % {"columns": wanted}
        )
    return heads, [sheet.name for sheet, head in found if head is None]


def _head(sheet: TableSheet, names: dict[str, Column]) -> Head | None:
    best: Head | None = None
    for row in sheet.rows[:SEARCHED]:
        columns = {
            place: names[name]
            for place, cell in enumerate(row.cells)
            if (name := _name(cell, names)) in names
        }
        named = any(column.is_required or column.is_key for column in columns.values())
        if named and len(columns) > (len(best.columns) if best else 0):
            unknown = [
                f"{column_letters(place)} “{cell.text[:60]}”"
                for place, cell in enumerate(row.cells)
                if cell.text and place not in columns
            ]
            best = Head(sheet, row.number, columns, unknown)
    if best:
        _refuse_twice(best)
    return best


def _name(cell: Cell, names: dict[str, Column]) -> str:
    """What a head says; a unit behind a comma or in brackets may be left out."""
    whole = plain_name(cell.text)
    if whole in names or not whole:
        return whole
    return plain_name(cell.text.split(",")[0].split("(")[0].split("[")[0])


def _refuse_twice(head: Head) -> None:
    seen: dict[str, int] = {}
    for place, column in head.columns.items():
        if column.key in seen:
            said = {
                "one": column_letters(seen[column.key]),
                "other": column_letters(place),
                "name": column.label,
            }
            raise NotATable(
                _("Columns %(one)s and %(other)s both say “%(name)s”. Rename one of them.") % said
            )
        seen[column.key] = place
