"""Writing the starter types: by a migration, with the models of that moment, and by tests."""

from datetime import datetime
from typing import Any

from documents.starter.types import TYPES
from documents.starter.types.shapes import Field, Type


def write(models: dict[str, Any], at: datetime) -> None:
    """Those that are not there yet. ``models`` are the five by their names; an analyte that is missing leaves a number.

    A type of the same name that a laboratory has made stays alone.
    """
    kept = models["DocumentType"].objects
    analytes = {row.code: row for row in models["Analyte"].objects.all()}
    for one in TYPES:
        if not kept.filter(system_key=one.key).exists() and not kept.filter(name=one.name).exists():
            _write_type(one, models, analytes, at)


def _write_type(one: Type, models: dict[str, Any], analytes: dict[str, Any], at: datetime) -> None:
    document_type = models["DocumentType"].objects.create(
        name=one.name, kind=one.kind, system_key=one.key, number_mask=one.number_mask
    )
    version = models["DocumentTypeVersion"].objects.create(
        document_type=document_type, number=1, layout=one.layout
    )
    place = 0
    for position, section in enumerate(one.sections):
        stands = models["TypeSection"].objects.create(version=version, position=position, title=section.title)
        for field in section.fields:
            row = _row(field, analytes)
            models["TypeField"].objects.create(version=version, section=stands, position=place, **row)
            place += 1
    version.published_at = at
    version.save(update_fields=["published_at"])


def _row(field: Field, analytes: dict[str, Any]) -> dict[str, Any]:
    analyte = analytes.get(field.analyte) if field.analyte else None
    is_plain_number = field.kind == "number" and analyte is None
    return {
        "key": field.key,
        "label": field.label,
        "kind": field.kind,
        "is_required": field.is_required,
        "hint": field.hint,
        "analyte": analyte,
        "unit": field.unit if is_plain_number else "",
        "decimals": (field.decimals or 0) if is_plain_number else None,
        "choices": list(field.choices),
        "columns": [_column(column) for column in field.columns],
    }


def _column(column: Any) -> dict[str, Any]:
    label, takes = (column, "") if isinstance(column, str) else column
    kind = takes if isinstance(takes, str) and takes else ("choice" if takes else "text")
    key = "".join(sign if sign.isalnum() else "-" for sign in label.lower()).strip("-").replace("--", "-")
    return {"key": key, "label": label, "kind": kind, "choices": list(takes) if kind == "choice" else []}
