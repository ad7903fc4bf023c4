"""What is filled into a document by now, in words, by the keys of its fields: for previews of its type."""

import base64

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from common.days import day_and_year
from documents.layout.shapes import Filled
from documents.models import Document, DocumentType, DocumentValue, FieldKind, Flag, TypeField
from documents.results.flags import Limits
from orders.models import Order


def filled_in_order(order: Order, document_type: DocumentType) -> dict[str, Filled]:
    """Of the latest document of this type that the order has; nothing where it has none."""
    document = (
        Document.objects.current().filter(order=order, document_type=document_type).order_by("-pk").first()
    )
    return filled_values(document) if document else {}


def filled_values(document: Document) -> dict[str, Filled]:
    """By the keys of the fields. What is empty is left out."""
    rows = document.values.current().select_related("field", "file").order_by("row", "pk")
    by_field: dict[TypeField, list[DocumentValue]] = {}
    for row in rows:
        if row.text or row.is_not_done or row.file_id:
            by_field.setdefault(row.field, []).append(row)
    return {field.key: _filled(field, values) for field, values in by_field.items()}


def _filled(field: TypeField, values: list[DocumentValue]) -> Filled:
    if field.kind == FieldKind.TABLE:
        return Filled(rows=_rows(field, values))
    value = values[-1]
    if field.kind == FieldKind.PICTURE:
        return _picture(value)
    limits = Limits.from_json(value.limits)
    return Filled(
        text=_words(field, value),
        unit=value.unit,
        flag=value.flag,
        flag_words=str(Flag(value.flag).label) if value.flag else "",
        range=limits.normal_in_words if limits else "",
    )


def _words(field: TypeField, value: DocumentValue) -> str:
    if value.is_not_done:
        return _("not done")
    if field.kind == FieldKind.DATE and (day := parse_date(value.text)):
        return day_and_year(day)
    if field.kind == FieldKind.YES_NO:
        return {"yes": _("yes"), "no": _("no")}.get(value.text, value.text)
    return value.text


def _rows(field: TypeField, values: list[DocumentValue]) -> tuple[tuple[str, ...], ...]:
    cells = {(value.row, value.column): value.text for value in values}
    places = sorted({value.row for value in values})
    return tuple(tuple(cells.get((row, column["key"]), "") for column in field.columns) for row in places)


def _picture(value: DocumentValue) -> Filled:
    """The small copy that was drawn anew; the file itself is never shown."""
    if not value.file or not value.file.thumbnail:
        return Filled(text=value.text)
    drawn = base64.b64encode(bytes(value.file.thumbnail)).decode()
    return Filled(text=value.file.name, picture=f"data:image/webp;base64,{drawn}")
