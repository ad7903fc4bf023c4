"""Versions of document types as others read them: which is in force, its sections with their fields, their shapes."""

from collections.abc import Iterable

from documents.layout.shapes import ColumnShape, FieldShape, SectionShape
from documents.models import DocumentType, DocumentTypeVersion, TypeField, TypeSection


def version_in_force(document_type: DocumentType) -> DocumentTypeVersion | None:
    """The version by which a new document would be made; None where none is published."""
    return DocumentTypeVersion.objects.in_force(document_type).first()


def sections_of(version: DocumentTypeVersion) -> list[TypeSection]:
    """In sequence, each with its fields in sequence as ``rows``. Two statements, whatever the number."""
    sections = list(version.sections.order_by("position", "pk"))
    fields = version.fields.select_related("analyte").order_by("position", "pk")
    rows: dict[int, list[TypeField]] = {section.pk: [] for section in sections}
    for field in fields:
        rows[field.section_id].append(field)
    for section in sections:
        section.rows = rows[section.pk]
    return sections


def shapes_of(sections: Iterable[TypeSection]) -> list[SectionShape]:
    """What a layout is drawn of."""
    return [SectionShape(section.title, tuple(map(shape_of, section.rows))) for section in sections]


def shape_of(field: TypeField) -> FieldShape:
    columns = tuple(ColumnShape(one["key"], one["label"], one["kind"]) for one in field.columns)
    return FieldShape(field.key, field.label, field.kind, columns)
