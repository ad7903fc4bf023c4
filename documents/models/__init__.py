"""What an order carries besides its books: files, and documents filled by types that the laboratory makes."""

from documents.models.analyte import Analyte, Discipline, Operator, ReferenceRange
from documents.models.attachment import Attachment
from documents.models.document import (
    CRITICAL,
    Document,
    DocumentRevision,
    DocumentSitting,
    DocumentState,
    DocumentValue,
    Flag,
)
from documents.models.document_type import (
    DocumentType,
    DocumentTypeVersion,
    FieldKind,
    ServiceDocument,
    TypeField,
    TypeKind,
    TypeSection,
)
from documents.models.label_size import LabelSize
from documents.models.release import CriticalCall, DocumentHandover

__all__ = [
    "CRITICAL",
    "Analyte",
    "Attachment",
    "CriticalCall",
    "Discipline",
    "Document",
    "DocumentHandover",
    "DocumentRevision",
    "DocumentSitting",
    "DocumentState",
    "DocumentType",
    "DocumentTypeVersion",
    "DocumentValue",
    "FieldKind",
    "Flag",
    "LabelSize",
    "Operator",
    "ReferenceRange",
    "ServiceDocument",
    "TypeField",
    "TypeKind",
    "TypeSection",
]
