"""Analytes, their ranges, and results of them on documents, for tests."""

from datetime import date, datetime
from decimal import Decimal
from itertools import count

from django.utils import timezone

from documents.measuring import read_result
from documents.models import (
    Analyte,
    Document,
    DocumentRevision,
    DocumentState,
    DocumentType,
    DocumentTypeVersion,
    DocumentValue,
    FieldKind,
    ReferenceRange,
    TypeField,
    TypeSection,
)
from tests.factories.lab import make_employee

_number = count(1)


def make_analyte(name: str = "", **fields) -> Analyte:
    """An analyte of one decimal in mmol/l."""
    number = next(_number)
    return Analyte.objects.create(
        **{"code": f"A{number}", "name": name or f"Analyte {number}", "unit": "mmol/l", **fields}
    )


def make_derived(operator: str, first: Analyte, second: Analyte, **fields) -> Analyte:
    return make_analyte(operator=operator, first=first, second=second, **fields)


def make_range(analyte: Analyte | None = None, **fields) -> ReferenceRange:
    """Normal from 3.9 to 5.1, critical under 2.5 and over 7.5, for all patients since long ago."""
    limits = {"normal_low": "3.9", "normal_high": "5.1", "critical_low": "2.5", "critical_high": "7.5"}
    numbers = {name: Decimal(fields.pop(name, said)) for name, said in limits.items()}
    said = {"source": "Own study", "valid_from": date(2020, 1, 1), **numbers, **fields}
    return ReferenceRange.objects.create(analyte=analyte or make_analyte(), **said)


def make_results(order, results: dict[Analyte, str], *, at: datetime | None = None, **fields) -> Document:
    """A finished document of the order with these results, as typed at that moment; ``state`` may say otherwise."""
    version = _type_of(list(results))
    by, at = make_employee(), at or timezone.now()
    life = {"made_at": at, "made_by": by, "finished_at": at, "finished_by": by, "amended_because": "Mistyped"}
    kind = {"document_type": version.document_type, "type_version": version, "title": "Protocol"}
    said = {"order": order, "state": DocumentState.FINISHED, **kind, **life, **fields}
    document = Document.objects.create(**said)
    for field in version.fields.select_related("analyte"):
        write_result(document, field, results[field.analyte], at=at, by=by)
    return document


def write_result(document: Document, field: TypeField, text: str, *, at=None, by=None) -> DocumentValue:
    """A new row for the field, in the place of the one that stands."""
    typed = read_result(text, decimals=field.analyte.decimals, unit=field.analyte.unit)
    document.values.filter(field=field, is_current=True).update(is_current=False)
    return DocumentValue.objects.create(
        document=document,
        field=field,
        text=typed.text,
        number=typed.number,
        comparator=typed.comparator,
        is_not_done=typed.is_not_done,
        unit=field.analyte.unit,
        entered_by=by or make_employee(),
        entered_at=at or timezone.now(),
    )


def make_revision(document: Document, by, number: int = 1) -> DocumentRevision:
    """What ``document`` said at the moment of the cause ``by``."""
    from lab.events import record_event

    event = record_event("release_document", by, action="verify_documents")
    reason = "Mistyped" if number > 1 else ""
    return DocumentRevision.objects.create(
        document=document, number=number, snapshot={}, sha256="0" * 64, reason=reason, event=event
    )


def _type_of(analytes: list[Analyte]) -> DocumentTypeVersion:
    made = DocumentType.objects.create(name=f"Protocol {next(_number)}")
    version = DocumentTypeVersion.objects.create(document_type=made, number=1)
    section = TypeSection.objects.create(version=version, title="Results")
    for position, analyte in enumerate(analytes):
        TypeField.objects.create(
            version=version,
            section=section,
            position=position,
            key=f"f{position}",
            label=analyte.name,
            kind=FieldKind.NUMBER,
            analyte=analyte,
        )
    version.published_at = timezone.now()
    version.save()
    return version
