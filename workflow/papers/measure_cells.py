"""What is said of numbers: the range that holds for this patient, the flag, and what is derived from others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from documents.measuring import derived_values, flag_of, limits_for, patient_of, why_not_derived
from documents.models import Analyte, Document, DocumentValue, TypeField
from documents.results.reading import TypedResult
from lab.events import local_day
from workflow.papers.cells import Cell


def typed_in(value: DocumentValue) -> TypedResult:
    """The result as it was read when it was typed."""
    return TypedResult(value.text, value.number, value.comparator, value.is_not_done)


def measure(document: Document, values: Iterable[DocumentValue]) -> None:
    """Give each result the range of the day on which it was typed, and its flag. Changes the rows, saves nothing."""
    by_day: dict[date, list[DocumentValue]] = defaultdict(list)
    for value in values:
        if value.field.analyte_id and not value.column:
            by_day[local_day(value.entered_at)].append(value)
    for day, of_day in by_day.items():
        analytes = [value.field.analyte for value in of_day]
        limits = limits_for(analytes, patient_of(document.order, day), day)
        for value in of_day:
            found = limits.get(value.field.analyte_id) if value.number is not None else None
            value.limits = found.as_json() if found else {}
            value.flag = flag_of(typed_in(value), found) if found else ""


def derived_now(
    fields: Iterable[TypeField], values: Mapping[Cell, DocumentValue]
) -> dict[TypeField, tuple[TypedResult | None, str]]:
    """Each field that is derived from others, with its result, or None and why there is none."""
    measured = [field for field in fields if field.analyte_id]
    analytes: list[Analyte] = [field.analyte for field in measured]
    typed = {
        field.analyte_id: typed_in(values[Cell(field.key)])
        for field in measured
        if Cell(field.key) in values and not field.analyte.is_derived
    }
    found = derived_values(analytes, typed)
    names = {analyte.pk: analyte.name for analyte in analytes}
    told: dict[TypeField, tuple[TypedResult | None, str]] = {}
    for field in measured:
        if field.analyte.is_derived:
            result = found[field.analyte_id]
            has_one = result.number is not None
            told[field] = (result.as_typed() if has_one else None, why_not_derived(result, names))
    return told
