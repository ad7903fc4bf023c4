"""Send back: whoever looks at a finished document does not release it, and says why."""

from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import Document, DocumentState
from lab.cause import Cause
from workflow.moving import StepRefused, refuse
from workflow.papers.opening import book_document, open_document, refuse_state, why_not_in_state


@transaction.atomic
def send_back_document(document_id: int, cause: Cause, *, reason: str) -> Document:
    """Raises ``StaleDocument`` where it is released or was sent back already."""
    document = open_document(document_id, cause, action="verify_documents")
    refuse_state(document, DocumentState.FINISHED)
    refuse(why_not_send_back(document))
    if not reason.strip():
        raise StepRefused(_("Say why."))
    document.send_back()
    document.finished_at = document.finished_by = None
    book_document(document, "send_back_document", cause, action="verify_documents", reason=reason.strip())
    return document


def why_not_send_back(document: Document) -> str | None:
    """A first version can only go back while the state of the order lets it be filled in."""
    return None if document.number else why_not_in_state(document.order, "filling")
