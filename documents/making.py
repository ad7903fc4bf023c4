"""Documents of an order come to be: by hand, or because a service asks for them."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from documents.models import Document, DocumentType, ServiceDocument
from lab.models import Employee
from orders.models import Order


def new_document(
    order: Order, document_type: DocumentType, *, at: datetime, by: Employee, **told
) -> Document:
    """A document by the version of its type that is in force (``on_offer`` tells it), not saved."""
    return Document(
        order=order,
        document_type=document_type,
        type_version_id=document_type.version_in_force,
        title=document_type.name,
        kind=document_type.kind,
        made_at=at,
        made_by=by,
        **told,
    )


def make_asked_for(order: Order, types: Mapping[int, bool], *, at: datetime, by: Employee) -> list[Document]:
    """Documents that services ask for, written together; ``types``: document type (by id) → whether it is required.

    A type that is out of use, or has no version in force, brings none.
    """
    rows = DocumentType.objects.on_offer().filter(pk__in=types) if types else []
    return Document.objects.bulk_create(
        new_document(order, row, at=at, by=by, is_automatic=True, is_required=types[row.pk]) for row in rows
    )


def asked_for(service_ids: Iterable[int]) -> dict[int, bool]:
    """Document type (by id) → whether an order with these services cannot do without it."""
    found: dict[int, bool] = {}
    rows = ServiceDocument.objects.filter(service__in=set(service_ids)).order_by("pk")
    for type_id, is_required in rows.values_list("document_type", "is_required"):
        found[type_id] = found.get(type_id, False) or is_required
    return found
