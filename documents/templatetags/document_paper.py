"""The body of a document's paper by a layout of the laboratory's own, drawn from what was frozen alone."""

from collections.abc import Mapping
from typing import Any

from django import template

from documents.document_body import body_of
from documents.layout.shapes import ColumnShape, FieldShape, Filled, SectionShape

register = template.Library()


@register.simple_tag
def frozen_body(frozen: Mapping[str, Any]) -> str:
    """``frozen``: layout, sections, values and facts, as ``workflow.papers.own_layout`` put them down."""
    values = {key: Filled.from_plain(told) for key, told in frozen["values"].items()}
    return body_of(frozen["layout"], [_section(one) for one in frozen["sections"]], values, frozen["facts"])


def _section(told: Mapping[str, Any]) -> SectionShape:
    return SectionShape(told["title"], tuple(map(_field, told["fields"])))


def _field(told: Mapping[str, Any]) -> FieldShape:
    columns = tuple(ColumnShape(**column) for column in told["columns"])
    return FieldShape(told["key"], told["label"], told["kind"], columns)
