"""Remove: an empty document that somebody made by hand was not meant. What was filled in is never removed."""

from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import Document, DocumentState
from lab.cause import Cause
from workflow.moving import refuse
from workflow.papers.opening import book_document, open_document, refuse_state, why_not_in_state


@transaction.atomic
def remove_document(document_id: int, cause: Cause) -> Document:
    """Raises ``StaleDocument`` where it was finished meanwhile."""
    document = open_document(document_id, cause, action="fill_documents")
    refuse_state(document, DocumentState.FILLING)
    refuse(why_not_remove(document))
    document.is_removed = True
    book_document(document, "remove_document", cause, action="fill_documents")
    return document


def why_not_remove(document: Document) -> str | None:
    """The sentence why it stays, or None."""
    if document.is_automatic and not document.is_orphaned:
        return _("A service of the order asks for this document: it leaves with its service.")
    if document.values.standing().exists():
        return _("Something is filled in already: an empty document alone is removed.")
    return why_not_in_state(document.order, "filling")
