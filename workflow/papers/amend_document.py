"""Amend: what was released is wrong. It is opened again for a reason; the next revision says what changed.

The earlier one stays as it is, with its paper. Possible in every state of the order: mistakes are found when they are.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import Document, DocumentHandover, DocumentState
from lab.cause import Cause
from workflow.moving import StepRefused
from workflow.papers.opening import book_document, open_document, refuse_state


@transaction.atomic
def amend_document(document_id: int, cause: Cause, *, reason: str) -> Document:
    """Raises ``StaleDocument`` where somebody amends it already."""
    document = open_document(document_id, cause, action="amend_documents")
    refuse_state(document, DocumentState.RELEASED)
    if not reason.strip():
        raise StepRefused(_("Say why."))
    document.amend()
    document.amended_because = reason.strip()
    document.finished_at = document.finished_by = None
    book_document(document, "amend_document", cause, action="amend_documents", reason=reason.strip())
    return document


def who_had(document: Document) -> list[DocumentHandover]:
    """The last hand-over to each recipient: they have to be told when it is amended."""
    given = DocumentHandover.objects.filter(revision__document=document).order_by("pk")
    last = {row.recipient.casefold(): row for row in given.select_related("revision", "event__actor")}
    return list(last.values())


def still_to_be_told(document: Document) -> list[DocumentHandover]:
    """Those who were given an earlier revision and not yet the newest."""
    newest = document.revisions.order_by("-number").values_list("number", flat=True).first()
    return [row for row in who_had(document) if row.revision.number != newest]
