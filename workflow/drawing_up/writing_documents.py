"""The documents that the services of an order ask for: they come and go with the services, never twice.

Shared by everything that writes lines. What somebody has filled in stays, whatever becomes of its service.
"""

from collections.abc import Collection

from django.utils.translation import gettext as _

from documents.lifecycle import DocumentState
from documents.making import asked_for, make_asked_for
from documents.models import Document, DocumentValue
from lab.cause import Cause
from orders.models import Order


def bring_documents(order: Order, service_ids: Collection[int], cause: Cause) -> list[dict]:
    """Make the documents of the order those that its services ask for; what changed, in words. The order is locked."""
    wanted = asked_for(service_ids)
    held = _held(list(Document.objects.current().filter(order=order)))
    changes = []
    for document in held.values():
        if document.document_type_id in wanted:
            _keep(document, is_required=wanted[document.document_type_id])
        elif document.is_automatic and not document.is_orphaned:
            changes.append(_leave(document))
    missing = {pk: is_required for pk, is_required in wanted.items() if pk not in held}
    made = make_asked_for(order, missing, at=cause.at, by=cause.actor)
    return changes + [{"field": "document", "before": "", "after": document.title} for document in made]


def _held(standing: list[Document]) -> dict[int, Document]:
    """Of each type the document that answers a service: the one that came for one, else the first made by hand."""
    by_hand_last = sorted(standing, key=lambda document: (not document.is_automatic, document.pk))
    return {document.document_type_id: document for document in reversed(by_hand_last)}


def _keep(document: Document, *, is_required: bool) -> None:
    """A service asks for it (again)."""
    stood = document.is_automatic, document.is_orphaned, document.is_required
    document.is_automatic, document.is_orphaned, document.is_required = True, False, is_required
    if stood != (True, False, is_required):
        document.save(update_fields=["is_automatic", "is_orphaned", "is_required"])


def _leave(document: Document) -> dict:
    """No service asks for it any more: an empty one goes, another stays and says so."""
    is_empty = document.state == DocumentState.FILLING and not _filled(document)
    document.is_removed, document.is_orphaned, document.is_required = is_empty, not is_empty, False
    document.save(update_fields=["is_removed", "is_orphaned", "is_required"])
    after = (
        "" if is_empty else _("%(title)s, which stays because it is filled in") % {"title": document.title}
    )
    return {"field": "document", "before": document.title, "after": after}


def _filled(document: Document) -> bool:
    """Whether anybody has put anything in, even if it was taken out again."""
    return DocumentValue.objects.filter(document=document).exists()
