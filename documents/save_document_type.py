"""A document type is made, changed or copied; a version of it is begun, drawn up, published or discarded."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from common.soundness import refuse_unsound
from documents.layout.faults import faults_of
from documents.layout.placeholders import Known
from documents.layout_words import sentence_of
from documents.models import DocumentType, DocumentTypeVersion
from documents.save_type_fields import write_sections
from documents.type_drafts import SectionDraft, TypeRefused, drafts_of, refuse_drafts
from documents.type_masks import why_not_mask
from documents.type_versions import sections_of, shapes_of, version_in_force
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.records import book_deletion, book_record_event, describe

ACTION = "edit_document_types"


@transaction.atomic
def save_document_type(
    document_type: DocumentType, cause: Cause, *, copied_from: DocumentType | None = None
) -> DocumentType:
    """A new one begins with the draft of its first version: empty, or a copy of another type's version in force.

    The types are locked, so that no two get masks that give out the same numbers.
    """
    list(DocumentType.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    # Read once they are locked: what waited for a lock does not find the type that was made meanwhile.
    others = list(DocumentType.objects.order_by("pk"))
    former = next((row for row in others if row.pk == document_type.pk), None)
    before = describe(former) if former else {}
    verb = "correct_document_type" if former else "add_document_type"
    event = record_event(verb, cause, action=ACTION, reason=document_type.name)
    if former and former.is_system:
        _refuse_unlocked(former, document_type)
    refuse_unsound(document_type)
    is_masked_anew = former is None or former.number_mask != document_type.number_mask
    if is_masked_anew and (sentence := why_not_mask(document_type, others, local_day(cause.at))):
        raise TypeRefused(sentence)
    document_type.save()
    book_record_event(document_type, event, before)
    if former is None:
        _begin(document_type, version_in_force(copied_from) if copied_from else None, event)
    return document_type


@transaction.atomic
def begin_version(document_type_id: int, cause: Cause) -> DocumentTypeVersion:
    """The draft of the next version, as a copy of the one in force."""
    document_type = _locked(document_type_id)
    _refuse_system(document_type)
    if draft := document_type.versions.filter(published_at__isnull=True).first():
        raise TypeRefused(_("Version %(number)s is being drawn up already.") % {"number": draft.number})
    event = record_event("begin_document_type_version", cause, action=ACTION, reason=document_type.name)
    return _begin(document_type, version_in_force(document_type), event)


@transaction.atomic
def save_version(
    version: DocumentTypeVersion, cause: Cause, *, layout: str, sections: Sequence[SectionDraft]
) -> DocumentTypeVersion:
    """The draft with exactly these sections and fields. A layout that names what there is not is refused."""
    former = _draft(version.pk)
    event = record_event("correct_document_type_version", cause, action=ACTION, reason=str(former))
    before = describe(former)
    refuse_drafts(sections)
    former.layout = layout
    refuse_unsound(former)
    former.save()
    write_sections(former, sections)
    _refuse_layout(former)
    book_record_event(former, event, before)
    return former


@transaction.atomic
def publish_version(version_id: int, cause: Cause) -> DocumentTypeVersion:
    """From now on new documents are made by it; those that exist keep the version they were filled with."""
    version = _draft(version_id)
    event = record_event("publish_document_type_version", cause, action=ACTION, reason=str(version))
    if not version.layout.strip() and not version.fields.exists():
        raise TypeRefused(_("There is nothing in it yet: add a field, or write a layout."))
    _refuse_layout(version)
    before = describe(version.document_type)
    version.published_at = cause.at
    version.save(update_fields=["published_at"])
    book_record_event(version.document_type, event, before)
    return version


@transaction.atomic
def discard_version(version_id: int, cause: Cause) -> DocumentType:
    """A draft goes, what it said stays in the history; a published version stays."""
    version = _draft(version_id)
    event = record_event("discard_document_type_version", cause, action=ACTION, reason=str(version))
    book_deletion(version, event, describe(version))
    version.delete()
    return version.document_type


def _begin(document_type: DocumentType, source: DocumentTypeVersion | None, event) -> DocumentTypeVersion:
    last = document_type.versions.aggregate(last=Max("number"))["last"]
    version = DocumentTypeVersion(document_type=document_type, number=(last or 0) + 1)
    version.layout = source.layout if source else ""
    version.save()
    write_sections(version, drafts_of(source) if source else [SectionDraft(_("Results"))])
    book_record_event(version, event, {})
    return version


def _locked(document_type_id: int) -> DocumentType:
    found = DocumentType.objects.select_for_update(no_key=True).filter(pk=document_type_id).first()
    if found is None:
        raise TypeRefused(_("This document type is gone."))
    return found


def _draft(version_id: int) -> DocumentTypeVersion:
    """The draft, its type locked first: of two people who act on it the second sees what became of it."""
    named = DocumentTypeVersion.objects.filter(pk=version_id).values("document_type")
    DocumentType.objects.select_for_update(no_key=True).filter(pk__in=named).first()
    version = DocumentTypeVersion.objects.select_related("document_type").filter(pk=version_id).first()
    if version is None:
        raise TypeRefused(_("This version is discarded already."))
    if version.published_at:
        raise TypeRefused(_("This version is published: it stays as it is. Begin a new version instead."))
    _refuse_system(version.document_type)
    return version


def _refuse_system(document_type: DocumentType) -> None:
    if document_type.is_system:
        raise TypeRefused(_("This type comes with the system and is locked. Copy it, and change the copy."))


def _refuse_unlocked(former: DocumentType, wanted: DocumentType) -> None:
    if (former.name, former.kind) != (wanted.name, wanted.kind):
        raise TypeRefused(
            _("Name and kind of a type that comes with the system stay. Copy it, and change the copy.")
        )


def _refuse_layout(version: DocumentTypeVersion) -> None:
    known = Known.of(shapes_of(sections_of(version)))
    for fault in faults_of(version.layout, known):
        raise TypeRefused(sentence_of(fault))
