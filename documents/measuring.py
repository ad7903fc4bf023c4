"""What the pages and papers of results ask: what was typed, which limits hold, which flag follows, what is derived.

The rules stand in ``documents.results``; here they are asked of rows, and what they refuse is said in sentences.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.refusals import Refused
from common.typed_numbers import CouldBeThousands, NotANumber, WrittenWithExponent, write_number
from customers.models.patient import PatientKind
from documents.models import Analyte, ReferenceRange
from documents.results import derived as deriving
from documents.results.ages import read_age
from documents.results.derived import Derived, Formula, derive
from documents.results.flags import Limits, flag_of
from documents.results.ranges import Patient, choose
from documents.results.reading import MOST, PLACES, AnotherUnit, TooLarge, TooManyPlaces, TypedResult, read
from orders.models import Order

__all__ = [
    "NotAResult",
    "derived_values",
    "flag_of",
    "limits_for",
    "limits_of",
    "patient_of",
    "read_result",
    "why_not_derived",
]


class NotAResult(Refused):
    """What was typed cannot be read as a result; the sentence says how it is written."""


def read_result(text: str, *, decimals: int = 0, unit: str = "") -> TypedResult:
    """What was typed into a field of a number. Raises ``NotAResult``."""
    words = [_("not done"), pgettext("short for not done", "n. d.")]
    try:
        return read(text, decimals=decimals, unit=unit, not_done=words)
    except NotANumber as refused:
        raise NotAResult(_in_words(refused, " ".join(text.split()), unit)) from None


def _in_words(refused: NotANumber, text: str, unit: str) -> str:
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    if isinstance(refused, WrittenWithExponent):
        return _("“%(typed)s”: write the number out, without “e”.") % {"typed": shown}
    if isinstance(refused, CouldBeThousands):
        one, thousand = write_number(refused.one), write_number(refused.thousand)
        said = {"typed": shown, "one": one, "thousand": thousand}
        return _("“%(typed)s” could be %(one)s or %(thousand)s: write %(one)s or %(thousand)s.") % said
    if isinstance(refused, TooLarge):
        return _("“%(typed)s” is more than any result: at most %(most)s.") % {
            "typed": shown,
            "most": f"{MOST:f}",
        }
    if isinstance(refused, TooManyPlaces):
        said = {"typed": shown, "places": PLACES}
        return _("“%(typed)s”: use at most %(places)s digits after the point.") % said
    if isinstance(refused, AnotherUnit):
        if unit:
            said = {"word": refused.word, "unit": unit}
            return _("This is measured in %(unit)s: write the number without “%(word)s”.") % said
        return _("Write the number alone, without “%(word)s”.") % {"word": refused.word}
    said = {"typed": shown}
    return _("“%(typed)s” is no result. Write a number, such as 4.1 or <0.1, or “not done”.") % said


def patient_of(order: Order, on: date) -> Patient:
    """What is known of the order's patient on that day. The date of birth of one who is registered decides the age;
    else what is written on the order."""
    born_on = order.patient.born_on if order.patient else None
    if born_on and born_on <= on:
        age = (on - born_on).days
    else:
        age = read_age(order.patient_age, bare_is_years=order.patient_kind == PatientKind.PERSON)
    return Patient(
        kind=order.patient_kind,
        species=order.patient_species,
        breed=order.patient_breed,
        sex=order.patient_sex,
        age_days=age,
    )


def limits_for(analytes: Iterable[Analyte], patient: Patient, on: date) -> dict[int, Limits]:
    """The limits that hold for the patient on the day, by analyte; one without a range is left out. One query."""
    analytes = {analyte.pk: analyte for analyte in analytes}
    valid = ReferenceRange.objects.filter(analyte__in=analytes, valid_from__lte=on)
    by_analyte: dict[int, list[ReferenceRange]] = {}
    for each in valid.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on)):
        by_analyte.setdefault(each.analyte_id, []).append(each)
    chosen = {pk: choose(ranges, patient, analytes[pk].method, on) for pk, ranges in by_analyte.items()}
    return {pk: limits_of(each, analytes[pk]) for pk, each in chosen.items() if each}


def limits_of(each: ReferenceRange, analyte: Analyte) -> Limits:
    """The copy of a range that goes onto a result."""
    same = [
        "normal_low", "normal_high", "critical_low", "critical_high", "possible_low", "possible_high", "source",
        "valid_from", "patient_kind", "species", "breed", "sex", "age_from", "age_to", "method",
    ]  # fmt: skip
    copied = {name: getattr(each, name) for name in same}
    return Limits(unit=analyte.unit, decimals=analyte.decimals, range_id=each.pk, **copied)


def derived_values(analytes: Iterable[Analyte], typed: Mapping[int, TypedResult]) -> dict[int, Derived]:
    """What the derived ones among the analytes come to, by analyte; ``typed`` has what was read, by analyte."""
    return derive([formula_of(analyte) for analyte in analytes if analyte.is_derived], typed)


def formula_of(analyte: Analyte) -> Formula:
    assert analyte.first_id is not None
    assert analyte.second_id is not None
    return Formula(
        analyte.pk, analyte.operator, analyte.first_id, analyte.second_id, analyte.factor, analyte.decimals
    )


def why_not_derived(derived: Derived, names: Mapping[int, str]) -> str:
    """Why there is no number, in words; "" where there is one. ``names`` calls the analytes."""
    name = names.get(derived.because_of or 0, _("a value"))
    sentences = {
        deriving.MISSING: _("%(name)s is missing"),
        deriving.NOT_EXACT: _("%(name)s is only known to be above or below"),
        deriving.ZERO: _("%(name)s is 0"),
        deriving.TOO_LARGE: _("the value would be too large"),
    }
    return sentences[derived.why] % {"name": name} if derived.why else ""
