"""What no record may be, whatever form or job hands it over: use cases ask here, because they do not trust a form."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.day_bounds import USUAL, DayBounds
from common.days import day_in_full
from common.form_words import NOT_KEPT, enter, taken
from common.refusals import Refused
from common.typed_text import NUL

_ALIKE = {"unique": taken, "blank": enter, "null": enter}
"""What Django says of every field alike, by its code."""


class Unsound(Refused):
    """The record breaks a rule of its own model: a field, a constraint, something that is there once already."""


class OddDay(Refused):
    """A day that cannot be meant, or that has passed where something is promised."""


def refuse_unsound(record: models.Model, *, leaving_out: tuple[str, ...] = ()) -> None:
    """Raise ``Unsound`` with the first sentence of what is wrong with the record, the field named before it."""
    for field in record._meta.concrete_fields:
        _refuse_nul(record, field)
    try:
        record.full_clean(exclude=leaving_out)
    except ValidationError as wrong:
        name, errors = next(iter(wrong.error_dict.items()))
        raise Unsound(_of_field(record, name, _in_our_words(record, name, errors[0]))) from None


def refuse_unsound_fields(record: models.Model, names: Iterable[str]) -> None:
    """``refuse_unsound`` for some fields alone: their kind, length, choices and validators."""
    for name in names:
        field = record._meta.get_field(name)
        value = getattr(record, field.attname)
        _refuse_nul(record, field)
        if field.blank and value in field.empty_values:
            continue
        most = getattr(field, "max_length", None)
        if most and isinstance(value, str) and len(value) > most:  # Django leaves that of long texts to forms
            raise Unsound(_of_field(record, name, _("Use at most %(most)s letters.") % {"most": most}))
        try:
            field.clean(value, record)
        except ValidationError as wrong:
            raise Unsound(_of_field(record, name, _in_our_words(record, name, wrong.error_list[0]))) from None


def _refuse_nul(record: models.Model, field: models.Field) -> None:
    """The fields of forms refuse it; not every text comes through one, and PostgreSQL fails at it."""
    value = record.__dict__.get(field.attname)
    if isinstance(value, str) and NUL in value:
        raise Unsound(_of_field(record, field.name, str(NOT_KEPT)))


def refuse_odd_day(
    day: date | None,
    today: date,
    *,
    bounds: DayBounds = USUAL,
    stood: date | None = None,
    may_have_passed: bool = True,
) -> None:
    """Raise ``OddDay`` for a day out of bounds, or before today where it promises something; the one that ``stood``
    there already may stay."""
    if day is None or day == stood:
        return
    if not may_have_passed and day < today:
        raise OddDay(_("This day has passed. Choose today or a later day."))
    if not bounds.hold(day, today):
        raise OddDay(_("%(day)s cannot be meant. Look at the year.") % {"day": day_in_full(day)})


def _in_our_words(record: models.Model, name: str, wrong: ValidationError) -> str:
    """As our forms say it."""
    if name != NON_FIELD_ERRORS and wrong.code in _ALIKE:
        return str(_ALIKE[wrong.code](record._meta.get_field(name).verbose_name))
    return wrong.messages[0]


def _of_field(record: models.Model, name: str, sentence: str) -> str:
    if name == NON_FIELD_ERRORS:
        return sentence
    return f"{capfirst(record._meta.get_field(name).verbose_name)}: {sentence}"
