"""The fields of a document as the filling page draws them: what is typed, what is said of it, what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from common.asked import id_in
from documents.models import DocumentValue, FieldKind, TypeSection
from documents.result_charts import Chart, chart_of
from lab.events import local_day
from workflow.papers.cells import MOST_ROWS, Cell, Place
from workflow.papers.fill_document import Clash, Filled
from workflow.papers.measure_cells import typed_in
from workflow.papers.sheet import FieldShown, Sheet, Shown, row_of

SPARE_ROWS = 1
"""Empty rows below a table; more come by Enter, or by saving."""


@dataclass
class Entry:
    """One field to type into."""

    shown: Shown
    text: str
    seen: int
    wrong: str = ""
    clash: Clash | None = None

    @property
    def name(self) -> str:
        return self.shown.name

    @property
    def place(self) -> Place:
        return self.shown.place

    @property
    def is_in_trouble(self) -> bool:
        """Whether what was typed is not saved."""
        return bool(self.wrong or self.clash)

    @property
    def is_read_only(self) -> bool:
        return self.place.is_derived

    @property
    def theirs(self) -> Shown | None:
        """What somebody else wrote meanwhile."""
        return Shown(self.place, self.clash.now) if self.clash else None

    @property
    def chart(self) -> Chart | None:
        return chart_of_cell(self.shown)


@dataclass
class FieldEntry:
    """A field of the type: one entry, or the rows of a table with an empty one below."""

    shown: FieldShown
    entry: Entry | None = None
    rows: list[tuple[int, list[Entry]]] = field(default_factory=list)
    most_rows: int = MOST_ROWS

    @property
    def kind(self) -> str:
        return self.shown.field.kind

    @property
    def troubles(self) -> list[Entry]:
        """Cells of the table that something speaks against."""
        return [entry for _row, entries in self.rows for entry in entries if entry.is_in_trouble]


def entries_of(
    sheet: Sheet,
    values: Mapping[Cell, DocumentValue],
    filled: Filled | None = None,
    posted: Mapping[str, str] | None = None,
) -> list[tuple[TypeSection, list[FieldEntry]]]:
    """By section. What was ``posted`` and is not saved stands in its field again."""
    filled = filled or Filled(sheet.document)
    return [
        (section, [_field_entry(one, values, filled, posted or {}) for one in fields])
        for section, fields in sheet.sections
    ]


def _field_entry(
    shown: FieldShown, values: Mapping[Cell, DocumentValue], filled: Filled, posted: Mapping[str, str]
) -> FieldEntry:
    if shown.cell is not None:
        return FieldEntry(shown, entry_of(shown.cell, filled, posted))
    rows = dict(shown.rows)
    for number in sorted({*rows, *_posted_rows(shown, posted)}):
        rows.setdefault(number, row_of(shown.field, number, values))
    after = max(rows, default=-1) + 1
    for number in range(after, min(after + SPARE_ROWS, MOST_ROWS)):
        rows[number] = row_of(shown.field, number, values)
    return FieldEntry(
        shown,
        rows=[
            (number, [entry_of(cell, filled, posted) for cell in cells])
            for number, cells in sorted(rows.items())
        ],
    )


def _posted_rows(shown: FieldShown, posted: Mapping[str, str]) -> set[int]:
    """Rows in which something was typed that is perhaps not saved."""
    before = f"v-{shown.field.key}."
    found = (
        name.removeprefix(before).split(".")[0]
        for name, text in posted.items()
        if name.startswith(before) and text
    )
    return {row for text in found if (row := id_in(text)) is not None and row < MOST_ROWS}


def entry_of(shown: Shown, filled: Filled, posted: Mapping[str, str] | None = None) -> Entry:
    """What stands in the field; where that was not saved, what was typed, over what stands now."""
    cell = shown.place.cell
    clash = next((one for one in filled.clashes if one.place.cell == cell), None)
    text = shown.text
    if posted and not shown.place.is_derived:
        text = posted.get(shown.name, text)
    seen = shown.value.pk if shown.value else 0
    return Entry(shown, text, seen, filled.wrong.get(cell, ""), clash)


def chart_of_cell(shown: Shown) -> Chart | None:
    """The results of the patient over time, this one with them."""
    if shown.place.field.kind != FieldKind.NUMBER or not shown.previous:
        return None
    value = shown.value
    return chart_of(
        shown.place.label,
        shown.previous,
        typed_in(value) if value else None,
        unit=shown.place.unit,
        limits=shown.limits_beside,
        on=local_day(value.entered_at) if value else None,
        flag=value.flag if value else "",
    )


def named(sections: Sequence[tuple[TypeSection, list[FieldEntry]]]) -> dict[str, Entry]:
    """Every entry by the name of its field."""
    found = {}
    for _section, fields in sections:
        for one in fields:
            entries = [one.entry] if one.entry else [entry for _row, entries in one.rows for entry in entries]
            found |= {entry.name: entry for entry in entries if entry}
    return found
