"""The shapes of sections and fields that are still being typed."""

from collections.abc import Iterable, Iterator

from documents.layout.shapes import ColumnShape, FieldShape, SectionShape
from documents.models import Analyte, TypeField
from documents.save_type_fields import columns_as_plain
from documents.type_drafts import FieldDraft, SectionDraft


def shapes_of_drafts(sections: Iterable[SectionDraft]) -> list[SectionShape]:
    return [SectionShape(section.title, tuple(map(_shape, section.fields))) for section in sections]


def _shape(draft: FieldDraft) -> FieldShape:
    columns = columns_as_plain(draft.columns)
    return FieldShape(
        draft.key,
        draft.label,
        draft.kind,
        tuple(ColumnShape(one["key"], one["label"], one["kind"]) for one in columns),
    )


def fields_unsaved(sections: Iterable[SectionDraft], analytes: dict[int, Analyte]) -> Iterator[TypeField]:
    """Fields as they would be saved, for what looks at fields; no row of them is written."""
    for section in sections:
        for draft in section.fields:
            yield TypeField(
                key=draft.key,
                label=draft.label,
                kind=draft.kind,
                analyte=analytes.get(draft.analyte_id) if draft.analyte_id else None,
                unit=draft.unit,
                decimals=draft.decimals,
                choices=list(draft.choices),
                columns=columns_as_plain(draft.columns),
            )
