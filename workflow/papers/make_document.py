"""Make a document: an empty one of a type on offer, by hand. Services bring theirs: ``writing_documents``."""

from django.db import transaction
from django.utils.translation import gettext as _

from documents.making import new_document
from documents.models import Document, DocumentType
from lab.cause import Cause
from workflow.moving import StepRefused, book_change, open_order


class NotOnOffer(StepRefused):
    """The type is switched off, or no version of it is in force."""

    def __init__(self, document_type: DocumentType):
        super().__init__(
            _("Documents of the type “%(type)s” are not made any more.") % {"type": document_type.name}
        )


@transaction.atomic
def make_document(order_id: int, cause: Cause, *, document_type: DocumentType) -> Document:
    """Raises ``NotOnOffer``."""
    order = open_order(order_id, cause, action="fill_documents", aspect="documents")
    offered = DocumentType.objects.on_offer().filter(pk=document_type.pk).first()
    if offered is None:
        raise NotOnOffer(document_type)
    document = new_document(order, offered, at=cause.at, by=cause.actor)
    document.save(force_insert=True)
    change = {"field": "document", "before": "", "after": document.title}
    book_change(order, "make_document", cause, action="fill_documents", changes=[change], grows=False)
    return document
