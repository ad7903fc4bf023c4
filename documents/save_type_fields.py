"""Writing the sections and fields of a draft: for the same a row stays, and histories tell what changed."""

from collections.abc import Mapping, Sequence

from common.soundness import refuse_unsound
from documents.models import DocumentTypeVersion, FieldKind, TypeField, TypeSection
from documents.type_drafts import ColumnDraft, FieldDraft, SectionDraft, key_for


def write_sections(version: DocumentTypeVersion, drafts: Sequence[SectionDraft]) -> None:
    """Exactly these, in this sequence. What no draft names by its id is the same by its title or key."""
    sections = {section.pk: section for section in version.sections.all()}
    kept = _kept_fields(version, [field for draft in drafts for field in draft.fields])
    place = 0
    for position, draft in enumerate(drafts):
        section = _section_of(draft, sections) or TypeSection(version=version)
        sections.pop(section.pk, None)
        section.title, section.position = draft.title, position
        refuse_unsound(section)
        section.save()
        for field_draft in draft.fields:
            _write_field(kept.get(field_draft.key) or TypeField(version=version), section, field_draft, place)
            place += 1
    for section in sections.values():
        section.delete()


def _section_of(draft: SectionDraft, standing: Mapping[int, TypeSection]) -> TypeSection | None:
    by_title = next((row for row in standing.values() if row.title == draft.title), None)
    return standing.get(draft.section_id or 0) or by_title


def _kept_fields(version: DocumentTypeVersion, drafts: Sequence[FieldDraft]) -> dict[str, TypeField]:
    """The standing rows by the keys that they shall have; the others are deleted.

    A row that gets another key keeps its id, unless that key is another standing row's: two that swap go by their keys.
    """
    standing = {field.key: field for field in version.fields.all()}
    by_id = {field.pk: field for field in standing.values()}
    kept = {draft.key: standing[draft.key] for draft in drafts if draft.key in standing}
    taken = {field.pk for field in kept.values()}
    for draft in drafts:
        row = by_id.get(draft.field_id or 0)
        if draft.key not in kept and row is not None and row.pk not in taken:
            kept[draft.key] = row
            taken.add(row.pk)
    for field in standing.values():
        if field.pk not in taken:
            field.delete()
    return kept


def _write_field(field: TypeField, section: TypeSection, draft: FieldDraft, place: int) -> None:
    is_number = draft.kind == FieldKind.NUMBER
    is_plain_number = is_number and draft.analyte_id is None
    field.section, field.position = section, place
    field.key, field.label, field.kind = draft.key, draft.label, draft.kind
    field.is_required, field.hint = draft.is_required, draft.hint
    field.analyte_id = draft.analyte_id if is_number else None
    field.unit = draft.unit if is_plain_number else ""
    field.decimals = draft.decimals if is_plain_number else None
    field.choices = list(draft.choices) if draft.kind == FieldKind.CHOICE else []
    field.columns = columns_as_plain(draft.columns) if draft.kind == FieldKind.TABLE else []
    refuse_unsound(field)
    field.save()


def columns_as_plain(columns: Sequence[ColumnDraft]) -> list[dict]:
    """As they stand in the field, each with a key of its own."""
    told: list[dict] = []
    for column in columns:
        taken = {one["key"] for one in told}
        key = column.key if column.key and column.key not in taken else key_for(column.label, taken)
        choices = list(column.choices) if column.kind == FieldKind.CHOICE else []
        told.append({"key": key, "label": column.label, "kind": str(column.kind), "choices": choices})
    return told
