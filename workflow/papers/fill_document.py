"""Fill: what was typed into fields of a document becomes their value; what stood there before stays as a row.

No event is written while people type: each value says by itself who typed it and when, and finishing tells the order
(docs/decisions/0041).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from common.refusals import Refused
from documents.models import Document, DocumentValue, FieldKind
from lab.cause import Cause
from workflow.moving import refuse
from workflow.papers.cells import Cell, Place, Typed, fields_of, place_of, refuse_long_tables, values_of
from workflow.papers.measure_cells import derived_now, measure
from workflow.papers.opening import lock_document, why_not_fill
from workflow.papers.reading_cells import read_cell


@dataclass(frozen=True)
class Clash:
    """Somebody else changed the same field after the page was opened. Nothing of ``typed`` is saved."""

    place: Place
    now: DocumentValue
    typed: str


@dataclass
class Filled:
    """``saved`` are the cells that were written, ``wrong`` those that could not be read, with the sentence."""

    document: Document
    saved: dict[Cell, DocumentValue] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    wrong: dict[Cell, str] = field(default_factory=dict)


@transaction.atomic
def fill_document(document_id: int, cause: Cause, *, typed: Sequence[Typed]) -> Filled:
    """Write what differs from what stands; what cannot be read, and what others changed meanwhile, is said and left.

    Raises ``TooManyRows``, ``NoSuchField``, or the sentence why nothing can be filled in.
    """
    document = lock_document(document_id)
    refuse(why_not_fill(document, cause.actor))
    fields, standing = fields_of(document), values_of(document)
    by_key = {one.key: one for one in fields}
    refuse_long_tables(typed, by_key)
    filled = Filled(document)
    fresh: dict[Cell, DocumentValue] = {}
    for one in typed:
        place = place_of(one.cell, by_key)
        if not place.is_derived:
            _take(filled, fresh, place, one, standing, cause)
    if fresh:
        _write(filled, fresh, standing, fields, cause)
    return filled


def _take(
    filled: Filled,
    fresh: dict[Cell, DocumentValue],
    place: Place,
    one: Typed,
    standing: Mapping[Cell, DocumentValue],
    cause: Cause,
) -> None:
    before = standing.get(one.cell)
    try:
        value = read_cell(place, one.text, filled.document)
    except Refused as refused:
        filled.wrong[one.cell] = str(refused)
        return
    if _says(before) == _says(value):
        return
    # What one typed oneself is never in the way: the answer to an earlier save may have been lost.
    if before is not None and one.seen not in (None, before.pk) and before.entered_by_id != cause.actor.pk:
        filled.clashes.append(Clash(place, before, one.text))
        return
    fresh[one.cell] = value


def _says(value: DocumentValue | None) -> tuple:
    if value is None:
        return ("", False, None)
    return (value.text, value.is_not_done, value.file_id)


def _write(filled: Filled, fresh: dict, standing: dict, fields: list, cause: Cause) -> None:
    """The new rows, and those of what is derived from them."""
    write_values(filled.document, fresh, standing, cause)
    now = standing | fresh
    derived = _derived(filled.document, fields, now)
    write_values(filled.document, derived, now, cause)
    filled.saved = fresh | derived
    filled.document.version += 1
    filled.document.save(update_fields=["version"])


def _derived(
    document: Document, fields: list, now: Mapping[Cell, DocumentValue]
) -> dict[Cell, DocumentValue]:
    found = {}
    for one, (result, _why) in derived_now(fields, now).items():
        cell = Cell(one.key)
        before = now.get(cell)
        if result is None and before is None:
            continue
        value = DocumentValue(document=document, field=one, unit=one.analyte.unit)
        if result is not None:
            value.text, value.number, value.comparator = result.text, result.number, result.comparator
        if _says(before) != _says(value):
            found[cell] = value
    return found


def write_values(
    document: Document,
    fresh: Mapping[Cell, DocumentValue],
    standing: Mapping[Cell, DocumentValue],
    cause: Cause,
    *,
    by_whom_before: bool = False,
) -> None:
    """Put the new rows in the place of those that stood. ``by_whom_before``: nothing was typed, only measured anew."""
    if not fresh:
        return
    for cell, value in fresh.items():
        before = standing.get(cell)
        keep = by_whom_before and before is not None
        value.entered_by = before.entered_by if keep else cause.actor
        value.entered_at = before.entered_at if keep else cause.at
    measure(document, [value for value in fresh.values() if value.field.kind == FieldKind.NUMBER])
    replaced = [standing[cell].pk for cell in fresh if cell in standing]
    DocumentValue.objects.filter(pk__in=replaced).update(is_current=False)
    DocumentValue.objects.bulk_create(fresh.values())


def measure_again(document: Document, cause: Cause) -> dict[Cell, DocumentValue]:
    """Ranges anew for who the patient is by now; rows alone of which the range or the flag has become another.

    Returns what stands in the document. The caller holds its lock.
    """
    standing = values_of(document)
    numbers = {cell: value for cell, value in standing.items() if value.field.kind == FieldKind.NUMBER}
    again = {cell: _copy(value) for cell, value in numbers.items()}
    measure(document, again.values())
    other = {
        cell: value
        for cell, value in again.items()
        if (value.limits, value.flag) != (numbers[cell].limits, numbers[cell].flag)
    }
    write_values(document, other, standing, cause, by_whom_before=True)
    return standing | other


def _copy(value: DocumentValue) -> DocumentValue:
    same = (
        "document",
        "field",
        "row",
        "column",
        "text",
        "number",
        "comparator",
        "is_not_done",
        "unit",
        "file",
    )
    told = {name: getattr(value, name) for name in same}
    return DocumentValue(**told, entered_by=value.entered_by, entered_at=value.entered_at)
