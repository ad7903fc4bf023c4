"""Release: a second person has looked at it. It gets its number, what it says is frozen, and its paper is issued."""

from django.db import transaction
from django.utils.translation import gettext as _

from common.frozen import snapshot_hash
from common.numbering import draw_number
from documents.models import Document, DocumentRevision, DocumentState
from lab.cause import Cause
from lab.events import local_day
from lab.models import Event
from papers.issuing import NewPaper, issue, revise
from workflow.moving import StepRefused, refuse
from workflow.papers.cells import values_of
from workflow.papers.fill_document import measure_again
from workflow.papers.opening import book_document, open_document, refuse_state
from workflow.papers.revision import document_snapshot, kind_of_paper
from workflow.papers.sheet import Sheet, sheet_of


class FlagsHaveChanged(StepRefused):
    """What was finished says other things of the patient as he is known by now."""

    def __init__(self, names: list[str]):
        said = _(
            "For what is known of the patient by now, other ranges hold: %(names)s. Send the document back, and have"
            " it finished again."
        )
        super().__init__(said % {"names": ", ".join(names)})


@transaction.atomic
def release_document(document_id: int, cause: Cause) -> Document:
    """Raises ``StaleDocument`` where somebody released it or sent it back; ``FlagsHaveChanged``; four eyes:
    ``why_not_release``."""
    document = open_document(document_id, cause, action="verify_documents")
    refuse_state(document, DocumentState.FINISHED)
    refuse(why_not_release(document, cause.actor))
    return release_locked(document, _as_finished(document, cause), cause, action="verify_documents")


def _as_finished(document: Document, cause: Cause) -> Sheet:
    """With the ranges for who the patient is by now. Raises ``FlagsHaveChanged`` where they say something else."""
    standing = values_of(document)
    now = measure_again(document, cause)
    changed = [value.field.label for cell, value in now.items() if value.flag != standing[cell].flag]
    if changed:
        raise FlagsHaveChanged(changed)
    return sheet_of(document, now)


def why_not_release(document: Document, actor) -> str | None:
    """Whoever finished it, or typed a value that stands in it, does not look at it with other eyes."""
    if not document.document_type.is_verified or actor.is_service_account:
        return None
    if document.finished_by_id == actor.pk:
        return _("You finished this document: somebody else has to look at it.")
    if document.values.current().filter(entered_by=actor).exclude(text="").exists():
        return _("You filled in values of this document: somebody else has to look at it.")
    return None


def release_locked(
    document: Document, sheet: Sheet, cause: Cause, *, action: str, reason: str = ""
) -> Document:
    """Release a document of which the caller holds the lock. Its number is drawn as the last lock."""
    before = document.revisions.order_by("-number").first()
    document.release()
    if document.number is None:
        drawn_by = document.document_type
        document.take_number(draw_number(drawn_by.number_series, drawn_by.number_mask, local_day(cause.at)))
    amended, document.amended_because = document.amended_because, ""
    event = book_document(document, _verb(before), cause, action=action, reason=amended or reason)
    _freeze(document, sheet, before, event, amended)
    return document


def _verb(before: DocumentRevision | None) -> str:
    return "release_again" if before else "release_document"


def _freeze(
    document: Document, sheet: Sheet, before: DocumentRevision | None, event: Event, reason: str
) -> DocumentRevision:
    """The revision with what differs from the one before, and its paper."""
    number = before.number + 1 if before else 1
    said = before.snapshot if before else None
    says = document_snapshot(sheet, event, revision=number, before=said, reason=reason)
    revision = DocumentRevision.objects.create(
        document=document,
        number=number,
        snapshot=says,
        sha256=snapshot_hash(says),
        reason=reason,
        changes=says["changes"],
        event=event,
    )
    paper = NewPaper(
        kind=kind_of_paper(document),
        number=document.number or "",
        on=local_day(event.at),
        snapshot=says,
        about=document.order.number or "",
    )
    (revise if before else issue)(paper, event)
    return revision
