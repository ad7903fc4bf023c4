"""Document types for tests, drawn up by the use cases that the pages call."""

from collections.abc import Sequence
from itertools import count

from django.utils import timezone

from documents.models import DocumentType, DocumentTypeVersion, FieldKind
from documents.save_document_type import begin_version, publish_version, save_document_type, save_version
from documents.type_drafts import FieldDraft, SectionDraft
from documents.type_masks import free_mask
from lab.cause import Cause
from tests.factories.lab import make_employee

_number = count(1)
POTASSIUM = FieldDraft("potassium", "Potassium", FieldKind.NUMBER, unit="mmol/l", decimals=1)
NOTE = FieldDraft("note", "Note", FieldKind.LONG_TEXT)


def section(title: str = "Results", *fields: FieldDraft) -> SectionDraft:
    return SectionDraft(title, fields or (POTASSIUM, NOTE))


def make_document_type(
    *sections: SectionDraft, layout: str = "", is_published: bool = True, **fields
) -> DocumentType:
    """A type with one version: published, or left as a draft."""
    shown = {"name": f"Type {next(_number)}", "number_mask": free_mask(), **fields}
    document_type = save_document_type(DocumentType(**shown), _cause())
    version = document_type.versions.get()
    save_version(version, _cause(), layout=layout, sections=sections or [section()])
    if is_published:
        publish_version(version.pk, _cause())
    return document_type


def make_draft(
    document_type: DocumentType, *, sections: Sequence[SectionDraft] = (), layout: str = ""
) -> DocumentTypeVersion:
    """The draft of the next version; as it begins, where nothing is said."""
    version = begin_version(document_type.pk, _cause())
    if sections or layout:
        save_version(version, _cause(), layout=layout, sections=sections)
    return version


def _cause() -> Cause:
    return Cause(make_employee(roles=["administrator"]), timezone.now())
