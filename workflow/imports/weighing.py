"""A table beside what stands: each row is new, changes something, is the same, or is wrong. Nothing is written."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.form_words import enter
from common.table_files.cells import (
    MOST_ROWS,
    Cell,
    NotATable,
    TableRow,
    TableSheet,
    TooManyRows,
    column_letters,
)
from workflow.imports.columns import FIRST_DAY_OF_1904, SERIAL_DAYS, Column, Value, plain
from workflow.imports.heads import Head, heads_of
from workflow.imports.kind import Kind, NotFound, Planned, Values

NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"
State = Literal["new", "changed", "same", "wrong"]


@dataclass(frozen=True)
class Change:
    """A field, and its text before and after: for people, and as it is kept."""

    column: Column
    before: Value
    after: Value

    @property
    def shown(self) -> tuple[str, str]:
        return self.column.shown(self.before), self.column.shown(self.after)

    @property
    def kept(self) -> tuple[str, str]:
        return plain(self.before), plain(self.after)


@dataclass(frozen=True)
class WrongCell:
    """``place`` is the cell as a spreadsheet names it, such as C14; the row alone where there is no such column."""

    place: str
    column: str
    sentence: str
    said: str = ""


@dataclass
class WeighedRow:
    """One row of the table, and what importing it would do."""

    sheet: str
    number: int
    name: str = ""
    state: State = WRONG
    record: Any = None
    values: Values = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    wrong: list[WrongCell] = field(default_factory=list)

    @property
    def planned(self) -> Planned:
        return Planned(self.number, self.record, self.values)


@dataclass(frozen=True)
class Weighed:
    """All rows, and what of the file was not looked at."""

    rows: list[WeighedRow]
    unknown: list[str]
    unread: list[str]

    def of(self, state: State) -> list[WeighedRow]:
        return [row for row in self.rows if row.state == state]

    @property
    def counted(self) -> Counter:
        return Counter(row.state for row in self.rows)

    @property
    def to_write(self) -> list[WeighedRow]:
        return [row for row in self.rows if row.state in (NEW, CHANGED)]

    @property
    def digest(self) -> str:
        """By it is known whether what is imported is what the page showed."""
        told = [
            (
                row.sheet,
                row.number,
                row.state,
                getattr(row.record, "pk", None),
                [one.kept for one in row.changes],
            )
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def weigh(kind: Kind, sheets: Sequence[TableSheet]) -> Weighed:
    """Every row of every sheet that has a head. Raises ``NotATable``."""
    heads, unread = heads_of(sheets, kind)
    if sum(len(head.rows) for head in heads) > MOST_ROWS:
        raise TooManyRows
    read = [_read(head, row) for head in heads for row in head.rows]
    if not read:
        raise NotATable(_("There is no row below the names of its columns."))
    kind.prepare([row.values for row in read if not row.wrong])
    usual, seen = kind.defaults(), {}
    letters = [
        {column.key: column_letters(place) for place, column in head.columns.items()} for head in heads
    ]
    named = [letters[at] for at, head in enumerate(heads) for _row in head.rows]
    for row, by_key in zip(read, named, strict=True):
        row.name = kind.name_of(row.values)
        if not row.wrong:
            _weigh(kind, row, by_key, usual, seen)
    several = len(heads) > 1
    unknown = [f"{head.sheet.name}: {name}" if several else name for head in heads for name in head.unknown]
    return Weighed(read, unknown, unread)


def _read(head: Head, row: TableRow) -> WeighedRow:
    told = WeighedRow(head.sheet.name, row.number)
    for place, column in head.columns.items():
        cell = row.cells[place] if place < len(row.cells) else Cell()
        if head.sheet.by_1904 and column.is_day and cell.day is None and cell.number in SERIAL_DAYS:
            cell = Cell(cell.text, day=FIRST_DAY_OF_1904 + timedelta(days=int(cell.number)))
        where = f"{column_letters(place)}{row.number}"
        if cell.refusal:
            told.wrong.append(WrongCell(where, str(column.label), cell.refusal, cell.text))
            continue
        try:
            value = column.read(cell)
        except ValidationError as wrong:
            told.wrong.append(WrongCell(where, str(column.label), " ".join(wrong.messages), cell.text))
            continue
        if column.clears or value not in (None, ""):
            told.values[column.key] = value
    for place, cell in enumerate(row.cells):
        if cell.refusal and place not in head.columns and place == 0:  # merged cells say it in the first one
            told.wrong.append(WrongCell(f"A{row.number}", "", cell.refusal))
    return told


def _weigh(
    kind: Kind, row: WeighedRow, letters: dict[str, str], usual: Values, seen: dict[Any, WeighedRow]
) -> None:
    said = row.values
    columns = {column.key: column for column in kind.columns}

    def wrong(key: str, sentence: str) -> None:
        label = str(columns[key].label) if key in columns else ""
        row.wrong.append(
            WrongCell(f"{letters.get(key, '')}{row.number}", label, sentence, plain(row.values.get(key)))
        )

    try:
        row.record = kind.find(said)
    except NotFound as refused:
        wrong(refused.column, str(refused))
        return
    standing = usual if row.record is None else kind.values_of(row.record)
    row.values = {**standing, **said}
    for column in kind.columns:
        if column.is_required and row.values.get(column.key) in (None, ""):
            wrong(column.key, str(enter(str(column.label))))
    if row.wrong:
        return
    row.name = kind.name_of(row.values)
    for one in kind.check(row.record, row.values):
        wrong(one.column, one.sentence)
    key = ("stands", row.record.pk) if row.record is not None else ("new", kind.same_key(row.values))
    if (other := seen.setdefault(key, row)) is not row:
        wrong(kind.columns[0].key, _("Row %(row)s says the same one already.") % {"row": other.number})
    if not row.wrong:
        row.changes = list(_changes(kind, row, standing))
        row.state = NEW if row.record is None else CHANGED if row.changes else SAME


def _changes(kind: Kind, row: WeighedRow, standing: Values) -> Iterator[Change]:
    for column in kind.columns:
        before = standing.get(column.key) if row.record is not None else None
        after = row.values.get(column.key)
        if not column.is_key and plain(before) != plain(after):
            yield Change(column, before, after)
