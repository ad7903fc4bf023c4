"""The versions of a document type, as panels of its page."""

from collections.abc import Sequence

from django.db.models import Count
from django.utils.translation import gettext as _

from common.numbering import format_number
from common.panels import Panel
from documents.models import Document, DocumentType, DocumentTypeVersion
from documents.type_versions import sections_of

SHOWN = 3
"""Versions whose fields are shown; of older ones a line says that they are there."""


def facts_panel(document_type: DocumentType, year: int) -> Panel:
    """Its numbers, whether a second person looks at it, and the services that ask for it."""
    context = {
        "document_type": document_type,
        "next_number": format_number(document_type.number_mask, 1, year),
        "services": document_type.services.select_related("service").order_by("service__code", "pk"),
    }
    return Panel("facts", _("About it"), "documents/panels/type_facts.html", context)


def panels_of(versions: Sequence[DocumentTypeVersion]) -> list[Panel]:
    """The draft, the version in force, the one before."""
    in_force = next((row.pk for row in versions if row.published_at), None)
    counted = Document.objects.current().filter(type_version__in=versions).values_list("type_version")
    filled = dict(counted.annotate(count=Count("pk")))
    return [_panel(row, row.pk == in_force, filled.get(row.pk, 0)) for row in versions[:SHOWN]]


def _panel(version: DocumentTypeVersion, is_in_force: bool, documents: int) -> Panel:
    sections = sections_of(version)
    context = {"version": version, "is_in_force": is_in_force, "sections": sections, "documents": documents}
    count = sum(len(section.rows) for section in sections)
    title = _("Version %(number)s") % {"number": version.number}
    return Panel(
        f"version-{version.number}", title, "documents/panels/type_version.html", context, count=count
    )
