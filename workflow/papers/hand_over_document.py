"""Hand over: a revision left the laboratory, to whom and how. Printing asks nothing; this is what is recorded."""

from django.db import transaction
from django.utils.translation import gettext as _

from common.soundness import refuse_unsound_fields
from documents.models import DocumentHandover, DocumentRevision, DocumentState
from lab.cause import Cause
from workflow.moving import StepRefused
from workflow.papers.opening import book_document, called, open_document, refuse_state


@transaction.atomic
def hand_over_document(revision_id: int, cause: Cause, *, recipient: str, way: str) -> DocumentHandover:
    """An earlier revision is not handed over any more, nor one that is being amended: it is known to be wrong."""
    found = DocumentRevision.objects.filter(pk=revision_id).values_list("document_id", flat=True).first()
    document = open_document(found or 0, cause, action="fill_documents")
    refuse_state(document, DocumentState.RELEASED)
    revision = document.revisions.get(pk=revision_id)
    if document.revisions.filter(number__gt=revision.number).exists():
        raise StepRefused(_("There is a newer revision of this document: hand over that one."))
    given = DocumentHandover(revision=revision, recipient=" ".join(recipient.split()), way=way)
    if not given.recipient:
        raise StepRefused(_("Say who received it."))
    refuse_unsound_fields(given, ["recipient", "way"])
    given.event = book_document(
        document,
        "hand_over_document",
        cause,
        action="fill_documents",
        after=f"{called(document)} · {given.recipient}, {given.get_way_display()}",
    )
    given.save()
    return given
