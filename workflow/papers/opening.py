"""How the use cases of documents begin and end: the order is locked, then the document; its order is told."""

from django.db import transaction
from django.utils.translation import gettext as _

from common.refusals import Refused
from common.soundness import refuse_unsound_fields
from documents.models import Document, DocumentState
from lab.cause import Cause
from lab.models import Event
from workflow.moving import StepRefused, book_change, lock_order, require


class DocumentIsGone(Refused):
    """Somebody removed it, or its service left and took it along."""

    def __init__(self) -> None:
        super().__init__(_("This document is no longer there: it was removed while it was empty."))


class StaleDocument(Refused):
    """Somebody else finished, released or amended it after the page was opened."""


def lock_document(document_id: int) -> Document:
    """The document, its order and then itself locked until the transaction ends."""
    order_id = Document.objects.filter(pk=document_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise DocumentIsGone
    order = lock_order(order_id)
    document = Document.objects.with_names().locked(document_id)
    if document.is_removed:
        raise DocumentIsGone
    document.order = order
    return document


def open_document(document_id: int, cause: Cause, *, action: str) -> Document:
    """The locked document, for somebody whose role allows the action."""
    require(cause, action)
    return lock_document(document_id)


def why_not_fill(document: Document, actor) -> str | None:
    """The sentence why nothing can be filled in, or None. An amendment is for those who may amend, in any state."""
    if document.state == DocumentState.AMENDING:
        return _why_not_by_role(actor, "amend_documents")
    if document.state != DocumentState.FILLING:
        return _("“%(document)s” is %(state)s: nothing more is filled in.") % {
            "document": document.title,
            "state": document.get_state_display(),
        }
    return _why_not_by_role(actor, "fill_documents") or why_not_in_state(document.order, "filling")


def why_not_in_state(order, aspect: str) -> str | None:
    """The sentence why the state of the order does not allow it, or None."""
    if order.allows(aspect):
        return None
    return _("This cannot be changed while the order is in the state “%(state)s”.") % {
        "state": order.get_status_display()
    }


def _why_not_by_role(actor, action: str) -> str | None:
    try:
        require(Cause(actor, None), action)
    except StepRefused as refused:
        return str(refused)
    return None


def refuse_state(document: Document, *states: str) -> None:
    """Raise ``StaleDocument`` where the document has left these states: somebody else was quicker."""
    if document.state not in states:
        raise StaleDocument(_moved_on(document))


def _moved_on(document: Document) -> str:
    if document.state == DocumentState.FINISHED and document.finished_by:
        return _("%(person)s has finished “%(document)s” meanwhile.") % {
            "person": document.finished_by,
            "document": document.title,
        }
    return _("“%(document)s” is %(state)s by now.") % {
        "document": document.title,
        "state": document.get_state_display(),
    }


def book_document(
    document: Document, verb: str, cause: Cause, *, action: str, reason: str = "", after: str = ""
) -> Event:
    """Save the document as its next version, and tell its order what happened; the order's version stays."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a document changes inside the transaction of its cause")
    refuse_unsound_fields(document, ["amended_because", "not_called"])
    if document.pk and not document._state.adding:
        document.version += 1
        document.save()
    change = {"field": "document", "before": "", "after": after or called(document), "document": document.pk}
    return book_change(
        document.order, verb, cause, action=action, changes=[change], reason=reason, grows=False
    )


def called(document: Document) -> str:
    """What people call a document: its title, and its number where it has one."""
    return f"{document.title} {document.number or ''}".strip()
