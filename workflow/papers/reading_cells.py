"""From what was typed into a cell to the value that is kept, or the sentence why it is none."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.asked import id_in
from common.day_bounds import KNOWN
from common.dayfields import DayField
from common.form_words import NOT_KEPT
from common.refusals import Refused
from common.typed_text import NUL, as_kept
from documents.measuring import NotAResult, read_result
from documents.models import Attachment, Document, DocumentValue, FieldKind
from workflow.papers.cells import Place

YES, NO = "yes", "no"


class NotAValue(Refused):
    """What was typed cannot stand in this field."""


def read_cell(place: Place, text: str, document: Document) -> DocumentValue:
    """The value, not saved and without whoever typed it. Raises ``NotAValue``."""
    if NUL in text:
        raise NotAValue(str(NOT_KEPT))
    text = as_kept(text).strip()
    if place.kind != FieldKind.LONG_TEXT:
        text = " ".join(text.split())
    if len(text) > place.longest:
        raise NotAValue(_("Use at most %(most)s letters.") % {"most": place.longest})
    told = _READERS[place.kind](place, text, document) if text else {}
    return DocumentValue(
        document=document,
        field=place.field,
        row=place.cell.row,
        column=place.cell.column,
        **{"text": text, **told},
    )


def _as_text(place: Place, text: str, document: Document) -> dict[str, Any]:
    return {}


def _number(place: Place, text: str, document: Document) -> dict[str, Any]:
    try:
        typed = read_result(text, decimals=place.decimals, unit=place.unit)
    except NotAResult as refused:
        raise NotAValue(str(refused)) from None
    return {
        "text": typed.text,
        "number": typed.number,
        "comparator": typed.comparator,
        "is_not_done": typed.is_not_done,
        "unit": place.unit,
    }


def _choice(place: Place, text: str, document: Document) -> dict[str, Any]:
    if text not in place.choices:
        raise NotAValue(
            _("“%(text)s” is not on the list: choose %(choices)s.")
            % {"text": text[:60], "choices": ", ".join(place.choices[:8])}
        )
    return {}


def _date(place: Place, text: str, document: Document) -> dict[str, Any]:
    try:
        day: date = DayField(bounds=KNOWN).clean(text)
    except ValidationError as wrong:
        raise NotAValue(wrong.messages[0]) from None
    return {"text": day.isoformat()}


def _yes_no(place: Place, text: str, document: Document) -> dict[str, Any]:
    if text not in (YES, NO):
        raise NotAValue(_("Choose yes or no."))
    return {}


def _picture(place: Place, text: str, document: Document) -> dict[str, Any]:
    file = pictures_of(document).filter(pk=id_in(text) or 0).first()
    if file is None:
        raise NotAValue(_("This picture is no longer among the files of the order."))
    return {"text": file.name, "file": file}


def pictures_of(document: Document):
    """The files of the order that are pictures."""
    return Attachment.objects.current().filter(order=document.order_id, thumbnail__isnull=False)


_READERS = {
    FieldKind.TEXT: _as_text,
    FieldKind.LONG_TEXT: _as_text,
    FieldKind.NUMBER: _number,
    FieldKind.CHOICE: _choice,
    FieldKind.DATE: _date,
    FieldKind.YES_NO: _yes_no,
    FieldKind.PICTURE: _picture,
}
