"""What stands in a preview where nothing is filled in, so that one sees how it will look."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from common.days import day_and_year
from documents.layout.shapes import Filled
from documents.models import DocumentTypeVersion, FieldKind, Flag, TypeField
from documents.results.flags import Limits
from documents.type_versions import sections_of

SAMPLE, ABOVE = Decimal("12.345678"), Decimal("1.2")
ROWS = 3


def sample_values(version: DocumentTypeVersion) -> dict[str, Filled]:
    return samples_of(row for section in sections_of(version) for row in section.rows)


def samples_of(fields: Iterable[TypeField], limits: Mapping[int, Limits] | None = None) -> dict[str, Filled]:
    """Of fields that may not be saved yet; ``limits`` by analyte, where there is a patient.

    The first analyte has a high one, so that a flag is seen.
    """
    told: dict[str, Filled] = {}
    is_first = True
    for field in fields:
        holds = (limits or {}).get(field.analyte_id or 0)
        told[field.key] = _sample(field, holds, with_flag=is_first and field.analyte is not None)
        is_first = is_first and field.analyte is None
    return told


def _sample(field: TypeField, limits: Limits | None, *, with_flag: bool) -> Filled:
    if field.kind == FieldKind.NUMBER:
        return _sample_number(field, limits, with_flag=with_flag)
    if field.kind == FieldKind.TABLE:
        row = tuple(_cell(column) for column in field.columns)
        return Filled(rows=(row,) * ROWS)
    if field.kind == FieldKind.PICTURE:
        return Filled(text=_("picture"), picture=GREY)
    texts = {
        FieldKind.TEXT: _("Sample text"),
        FieldKind.LONG_TEXT: _(
            "A sample of a longer text. It goes on over the end of the line, so that one sees how it"
            " breaks, and what stands under it."
        ),
        FieldKind.CHOICE: next(iter(field.choices), ""),
        FieldKind.DATE: day_and_year(timezone.localdate()),
        FieldKind.YES_NO: _("yes"),
    }
    return Filled(text=str(texts.get(field.kind, "")))


def _sample_number(field: TypeField, limits: Limits | None, *, with_flag: bool) -> Filled:
    """Within the limits of the patient, the high one above them."""
    unit, decimals = unit_of(field)
    low, high = (limits.normal_low, limits.normal_high) if limits else (None, None)
    number, words = SAMPLE, limits.normal_in_words if limits else ""
    if low is not None and high is not None:
        number = high * ABOVE if with_flag else (low + high) / 2
    elif with_flag:
        words = f"0–{_number(SAMPLE - 2, decimals)}"
    flag = {"flag": Flag.HIGH.value, "flag_words": str(Flag.HIGH.label)} if with_flag else {}
    return Filled(text=_number(number, decimals), unit=unit, range=words, **flag)


def unit_of(field: TypeField) -> tuple[str, int]:
    """Unit and decimals: of its analyte, where it has one."""
    if field.analyte_id and field.analyte:
        return field.analyte.unit, field.analyte.decimals
    return field.unit, field.decimals or 0


def _cell(column: dict) -> str:
    if column["kind"] == FieldKind.NUMBER:
        return _number(SAMPLE, 0)
    if column["kind"] == FieldKind.CHOICE:
        return next(iter(column["choices"]), "")
    return str(_("Sample text"))


def _number(number: Decimal, decimals: int) -> str:
    return formats.number_format(round(number, decimals), decimals)


GREY = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAPAAAACWAQMAAADaNpeWAAAAA1BMVEXMzMzKUkQnAAAAGklEQVR42u3BAQEAAACAkP6v7ggKAAAA"
    "AKoGEioAAbqwTrkAAAAASUVORK5CYII="
)
"""A grey picture."""
