"""Small document types for tests, with a version in force unless told otherwise, and documents filled by them."""

from itertools import count

from django.utils import timezone

from documents.making import new_document
from documents.models import (
    Document,
    DocumentType,
    DocumentTypeVersion,
    DocumentValue,
    FieldKind,
    ServiceDocument,
    TypeField,
    TypeSection,
)
from tests.factories.lab import make_employee

_numbers = count(1)


def make_document_type(*fields: dict, published=True, services=(), required=True, **told) -> DocumentType:
    """A type with one section; each field is what ``TypeField`` says beside version and section."""
    number = next(_numbers)
    told = {"name": f"Protocol {number}", "number_mask": f"D{number}-{{yyyy}}-{{n:03}}"} | told
    document_type = DocumentType.objects.create(**told)
    make_type_version(document_type, *fields, published=published)
    for service in services:
        ServiceDocument.objects.create(service=service, document_type=document_type, is_required=required)
    return document_type


def make_type_version(document_type: DocumentType, *fields: dict, published=True) -> DocumentTypeVersion:
    version = DocumentTypeVersion.objects.create(
        document_type=document_type, number=document_type.versions.count() + 1
    )
    section = TypeSection.objects.create(version=version, title="Findings")
    for position, field in enumerate(fields or ({"key": "finding", "label": "Finding"},), start=1):
        said = {"kind": FieldKind.TEXT, "position": position} | field
        TypeField.objects.create(version=version, section=section, **said)
    if published:
        version.published_at = timezone.now()
        version.save()
    return version


def make_document(order, document_type: DocumentType | None = None, **told) -> Document:
    """A document made by hand, still being filled."""
    chosen = DocumentType.objects.on_offer().get(pk=(document_type or make_document_type()).pk)
    document = new_document(
        order, chosen, at=timezone.now(), by=told.pop("by", None) or make_employee(), **told
    )
    document.save()
    return document


def fill(document: Document, text="4.1", *, key="", by=None) -> DocumentValue:
    """One value, in the field of that key or in the first."""
    fields = document.type_version.fields.all()
    field = fields.get(key=key) if key else fields.first()
    return DocumentValue.objects.create(
        document=document, field=field, text=text, entered_by=by or make_employee(), entered_at=timezone.now()
    )
