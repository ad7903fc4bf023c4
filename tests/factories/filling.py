"""Types of documents with fields to fill in, and documents filled by the use cases that the pages call."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from documents.models import (
    Analyte,
    Document,
    DocumentType,
    DocumentTypeVersion,
    FieldKind,
    ReferenceRange,
    TypeField,
    TypeSection,
)
from lab.cause import Cause
from orders.models import Order
from tests.factories.orders import cause, make_order

LONG_AGO = date(2020, 1, 1)
OURS = "test-"
"""Before the codes of analytes: the laboratory begins with analytes of its own."""


def make_measured(code: str, name: str, unit: str = "mmol/l", decimals: int = 1, **limits) -> Analyte:
    """An analyte with one range for everybody; without limits it has none."""
    own = {
        name: limits.pop(name) for name in ("far_percent", "operator", "first", "second") if name in limits
    }
    analyte = Analyte.objects.create(code=f"{OURS}{code}", name=name, unit=unit, decimals=decimals, **own)
    if limits:
        told = {name: Decimal(limit) for name, limit in limits.items()}
        ReferenceRange.objects.create(
            analyte=analyte, source="Textbook, 7th edition", valid_from=LONG_AGO, **told
        )
    return analyte


def make_potassium(**fields) -> Analyte:
    """Normal from 3.5 to 5.5, critical outside 2.5 to 7, possible from 1 to 20; 30 % is far."""
    told = {
        "normal_low": "3.5", "normal_high": "5.5", "critical_low": "2.5", "critical_high": "7",
        "possible_low": "1", "possible_high": "20", "far_percent": Decimal(30),
    }  # fmt: skip
    return make_measured("K", "Potassium", **(told | fields))


def make_filled_type(*fields: Mapping, name: str = "Biochemistry", sections: int = 1, **told) -> DocumentType:
    """A type with one published version; without fields it asks for a remark."""
    ours = DocumentType.objects.filter(system_key=None)
    same = ours.filter(Q(name=name) | Q(name__startswith=f"{name} ")).count()
    name = f"{name} {same + 1}" if same else name
    made = DocumentType.objects.create(name=name, **{"number_mask": "B-{yyyy}-{n:04}", **told})
    version = DocumentTypeVersion.objects.create(document_type=made, number=1)
    of_all = [
        TypeSection.objects.create(version=version, position=n, title=f"Part {n + 1}")
        for n in range(sections)
    ]
    asked = fields or ({"key": "remark", "label": "Remark", "kind": FieldKind.TEXT},)
    for place, field in enumerate(asked):
        section = of_all[min(place * sections // len(asked), sections - 1)]
        TypeField.objects.create(version=version, section=section, position=place, **field)
    version.published_at = timezone.now()
    version.save()
    return made


def number_field(analyte: Analyte, **told) -> dict:
    """A field for the result of an analyte."""
    return {
        "key": analyte.code.removeprefix(OURS),
        "label": analyte.name,
        "kind": FieldKind.NUMBER,
        "analyte": analyte,
        **told,
    }


def antibiogram() -> dict:
    """A table of three columns."""
    columns = [
        {"key": "drug", "label": "Antibiotic", "kind": "text", "choices": []},
        {"key": "zone", "label": "Zone, mm", "kind": "number", "choices": []},
        {"key": "says", "label": "Result", "kind": "choice", "choices": ["S", "I", "R"]},
    ]
    return {"key": "antibiogram", "label": "Antibiogram", "kind": FieldKind.TABLE, "columns": columns}


def make_filled(
    document_type: DocumentType | None = None,
    order: Order | None = None,
    by: Cause | None = None,
    **texts: str,
) -> Document:
    """A document of an order, with these texts in its fields."""
    from workflow.papers.fill_document import fill_document
    from workflow.papers.make_document import make_document

    by = by or cause()
    document_type = document_type or make_filled_type()
    document = make_document((order or make_order()).pk, by, document_type=document_type)
    if texts:
        filled = fill_document(document.pk, by, typed=typed(**texts))
        assert not filled.wrong, filled.wrong
    return Document.objects.get(pk=document.pk)


def make_released(
    document_type: DocumentType | None = None,
    order: Order | None = None,
    by: Cause | None = None,
    **texts: str,
) -> Document:
    """One that is released; where its type wants a second person, by another one."""
    from workflow.papers.finish_document import finish_document
    from workflow.papers.release_document import release_document

    by = by or cause()
    document = make_filled(document_type, order, by, **(texts or {"remark": "all well"}))
    finish_document(
        document.pk, replace(by, version=None), not_called="telephone out of order", looked_twice=True
    )
    if document.document_type.is_verified:
        release_document(document.pk, cause())
    return Document.objects.get(pk=document.pk)


def papers_filled(order: Order) -> dict[str, Document]:
    """One of the same type in each state, by state; the one being filled has a critical value."""
    from workflow.papers.finish_document import finish_document

    made = make_filled_type(number_field(make_potassium()), is_verified=True)
    finished = make_filled(made, order, K="4.2")
    finish_document(finished.pk, cause())
    return {
        "filling": make_filled(made, order, K="7.8"),
        "finished": finished,
        "released": make_released(made, order, K="4.1"),
    }


def typed(seen: int | None = None, **texts: str) -> list:
    """What somebody types into these fields; ``antibiogram__0__drug`` is a cell of a table."""
    from workflow.papers.cells import Cell, Typed

    found = []
    for name, text in texts.items():
        key, _mark, rest = name.partition("__")
        row, _mark, column = rest.partition("__")
        found.append(Typed(Cell(key, int(row or 0), column), text, seen))
    return found
