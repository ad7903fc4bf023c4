"""A document as people read it: its sections and fields, what stands in each, what is said of it, what stood before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from common.days import day_and_year
from common.money import MINUS
from documents.measuring import limits_for, patient_of
from documents.models import (
    CRITICAL,
    Document,
    DocumentValue,
    FieldKind,
    Flag,
    TypeField,
    TypeSection,
)
from documents.models.range_words import holds_for
from documents.previous import Previous, far_from, previous_results
from documents.results.flags import Limits
from workflow.papers.cells import Cell, Place, fields_of, values_of
from workflow.papers.measure_cells import derived_now, typed_in
from workflow.papers.reading_cells import NO, YES

_DIGITS, _MARK = re.compile(r"\d[\d.,'’ ]*"), re.compile("[.,]")
"""The number within a typed result: behind it stands perhaps its unit."""


@dataclass
class Shown:
    """One cell: its place, what stands there (or None), and of a number what its analyte says."""

    place: Place
    value: DocumentValue | None = None
    previous: list[Previous] = field(default_factory=list)
    why_not: str = ""
    is_called: bool = False
    foreseen: Limits | None = None

    @property
    def name(self) -> str:
        return self.place.cell.name

    @property
    def text(self) -> str:
        """As it was typed, or chosen."""
        if self.value is None:
            return ""
        if self.value.file_id:
            return str(self.value.file_id)
        return self.value.text

    @property
    def words(self) -> str:
        """As it is read."""
        return in_words(self.place, self.value)

    @property
    def unit(self) -> str:
        """The unit behind what stands there; behind “not done” there is none."""
        return self.place.unit if self.words and self.value and not self.value.is_not_done else ""

    @property
    def limits(self) -> Limits | None:
        return Limits.from_json(self.value.limits) if self.value else None

    @property
    def holds_for(self) -> str:
        return holds_for(self.limits) if self.limits else ""

    @property
    def limits_beside(self) -> Limits | None:
        """What stands beside the field: the limits of the result, or those which it would have if it came now."""
        return self.limits or self.foreseen

    @property
    def beside_holds_for(self) -> str:
        return holds_for(self.limits_beside) if self.limits_beside else ""

    @property
    def before(self) -> str:
        """The last result before this one, as it is read; "" for none."""
        return self.earlier[0][0] if self.previous else ""

    @property
    def earlier(self) -> list[tuple[str, Previous]]:
        """Earlier results, the newest first, each as it is read."""
        return [(result_in_words(one.text, one.number, one.comparator), one) for one in self.previous]

    @cached_property
    def far(self) -> Decimal | None:
        """By how many percent it differs from the previous one, where that is far."""
        if self.value is None or not self.previous or not self.place.field.analyte:
            return None
        return far_from(typed_in(self.value), self.previous[0], self.place.field.analyte)

    @property
    def is_critical(self) -> bool:
        return self.value is not None and self.value.flag in CRITICAL

    @property
    def is_impossible(self) -> bool:
        return self.value is not None and self.value.flag == Flag.IMPOSSIBLE

    @property
    def is_empty(self) -> bool:
        return says_nothing(self.value)


@dataclass
class FieldShown:
    """A field: one cell, or the rows of a table."""

    field: TypeField
    cell: Shown | None = None
    rows: list[tuple[int, list[Shown]]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.rows if self.cell is None else self.cell.is_empty


@dataclass
class Sheet:
    """The whole document."""

    document: Document
    sections: list[tuple[TypeSection, list[FieldShown]]]

    @property
    def fields(self) -> list[FieldShown]:
        return [one for _section, fields in self.sections for one in fields]

    @property
    def cells(self) -> list[Shown]:
        """All of them, those of tables included."""
        found = []
        for one in self.fields:
            found += [one.cell] if one.cell else [cell for _row, cells in one.rows for cell in cells]
        return found

    @property
    def is_empty(self) -> bool:
        return all(one.is_empty for one in self.fields)

    @property
    def has_ranges(self) -> bool:
        """Whether a reference stands beside any result."""
        return any(cell.limits and cell.limits.normal_in_words for cell in self.cells)

    @property
    def measured_sections(self) -> set[int]:
        """Those with a number in them: the others have nothing to stand in the columns beside a result."""
        return {
            section.pk
            for section, fields in self.sections
            if any(one.field.kind == FieldKind.NUMBER for one in fields)
        }

    @property
    def has_previous(self) -> bool:
        return any(cell.previous for cell in self.cells)

    @property
    def has_calls_to_record(self) -> bool:
        return any(cell.is_critical and not cell.is_called for cell in self.cells)


def sheet_of(document: Document, values: Mapping[Cell, DocumentValue] | None = None) -> Sheet:
    """What stands in the document now, in a fixed number of statements."""
    values = values_of(document) if values is None else values
    fields = fields_of(document)
    analytes = [one.analyte_id for one in fields if one.analyte_id]
    previous = previous_results(document.order, analytes, before=document) if analytes else {}
    derived = derived_now(fields, values)
    sections: dict[int, tuple[TypeSection, list[FieldShown]]] = {}
    for one in fields:
        shown = FieldShown(one)
        if one.kind == FieldKind.TABLE:
            shown.rows = _rows(one, values)
        else:
            cell = Cell(one.key)
            shown.cell = Shown(Place(cell, one), values.get(cell), previous.get(one.analyte_id, []))
            if one in derived:
                shown.cell.why_not = derived[one][1]
        sections.setdefault(one.section_id, (one.section, []))[1].append(shown)
    sheet = Sheet(document, list(sections.values()))
    _note_calls(sheet)
    return sheet


def foresee_limits(sheet: Sheet, on: date) -> None:
    """Give each number without a result the limits that hold for the patient on the day. Saves nothing."""
    cells = [one.cell for one in sheet.fields if one.cell and one.field.analyte_id and not one.cell.limits]
    found = limits_for((cell.place.field.analyte for cell in cells), patient_of(sheet.document.order, on), on)
    for cell in cells:
        cell.foreseen = found.get(cell.place.field.analyte_id)


def _note_calls(sheet: Sheet) -> None:
    """About which critical values somebody was called."""
    critical = [cell for cell in sheet.cells if cell.is_critical]
    if critical:
        uncalled = set(sheet.document.values.uncalled().values_list("pk", flat=True))
        for cell in critical:
            cell.is_called = cell.value is not None and cell.value.pk not in uncalled


def _rows(table: TypeField, values: Mapping[Cell, DocumentValue]) -> list[tuple[int, list[Shown]]]:
    """The rows in which anything stands; a row keeps its place when one before it is emptied."""
    filled = {cell.row for cell, value in values.items() if cell.key == table.key and not says_nothing(value)}
    return [(row, row_of(table, row, values)) for row in sorted(filled)]


def row_of(table: TypeField, row: int, values: Mapping[Cell, DocumentValue]) -> list[Shown]:
    """The cells of one row, whether anything stands in them or not."""
    found = []
    for column in table.columns:
        cell = Cell(table.key, row, column["key"])
        found.append(Shown(Place(cell, table, column), values.get(cell)))
    return found


def says_nothing(value: DocumentValue | None) -> bool:
    return value is None or not (value.text or value.file_id or value.is_not_done)


def in_words(place: Place, value: DocumentValue | None) -> str:
    """What stands there, as people read it; the unit stands elsewhere."""
    if value is None or says_nothing(value):
        return ""
    if value.is_not_done:
        return _("not done")
    if place.kind == FieldKind.YES_NO:
        return {YES: _("yes"), NO: _("no")}.get(value.text, value.text)
    if place.kind == FieldKind.DATE:
        day = parse_date(value.text)
        return day_and_year(day) if day else value.text
    return number_in_words(value)


def number_in_words(value: DocumentValue) -> str:
    """A number that was typed, as it is read; what is none, as it was typed."""
    return value.text if value.number is None else result_in_words(value.text, value.number, value.comparator)


def result_in_words(text: str, number: Decimal, comparator: str) -> str:
    """A result as everywhere on a paper, with a point, whatever was typed; with as many places as were typed."""
    written = _DIGITS.search(text)
    _whole, *behind = _MARK.split(written[0]) if written else [""]
    typed = len(behind[0].rstrip()) if len(behind) == 1 else 0
    plain = f"{number.normalize():f}"
    places = max(typed, len(plain.partition(".")[2]))
    return f"{comparator}{number:.{places}f}".replace("-", MINUS)
