"""The body of a document on paper and in previews: its layout with what was filled in."""

import logging
from collections.abc import Mapping, Sequence

from django.utils.html import format_html

from documents.layout.drawing import draw
from documents.layout.shapes import Filled, SectionShape, looks_like_markup, texts_of
from documents.layout_words import paper_words
from documents.models import DocumentTypeVersion
from documents.type_versions import sections_of, shapes_of

log = logging.getLogger(__name__)


def document_body(
    version: DocumentTypeVersion, values: Mapping[str, Filled], facts: Mapping[str, str]
) -> str:
    """The body by this version: ``values`` by the keys of its fields, ``facts`` by their placeholders, all in words.

    Text that looks like markup is drawn as the text that it is, and noted in the log.
    """
    sections = shapes_of(sections_of(version))
    if any(map(looks_like_markup, texts_of(version.layout, sections, values, facts))):
        log.warning("a document by version %s has text that looks like markup or like an address", version.pk)
    return body_of(version.layout, sections, values, facts)


def body_of(
    layout: str, sections: Sequence[SectionShape], values: Mapping[str, Filled], facts: Mapping[str, str]
) -> str:
    """The same of a version that is still being typed."""
    return format_html(
        '<div class="document-body">{}</div>', draw(layout, sections, values, facts, paper_words())
    )
