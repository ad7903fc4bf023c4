"""What a reference range may say: limits and ages in sequence, and no second one that could be meant as well."""

from collections.abc import Iterable, Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.days import day_and_year
from documents.models import ReferenceRange
from documents.models.analyte import LIMITS
from documents.models.range_words import ages_in_words, holds_for
from documents.results.flags import written
from documents.results.ranges import rivals, same_conditions

PAIRS = (("normal_low", "normal_high"), ("critical_low", "critical_high"), ("possible_low", "possible_high"))
INSIDE = (
    # outer low, inner low; inner high, outer high
    ("critical_low", "normal_low"),
    ("possible_low", "critical_low"),
    ("possible_low", "normal_low"),
    ("normal_high", "critical_high"),
    ("critical_high", "possible_high"),
    ("normal_high", "possible_high"),
)


Fault = tuple[tuple[str, ...], str]
"""The fields that it is about, the one where it is mended first; and the sentence."""


def faults_of(each: ReferenceRange) -> Iterator[Fault]:
    """Each fault of a range by itself."""
    yield from _faults_of_limits(each)
    if each.breed and not each.species:
        yield ("species", "breed"), _("Say of which species this breed is.")
    if each.species and each.patient_kind == "person":
        yield ("species", "patient_kind"), _("A person has no species. Clear it, or choose “Animal”.")
    if each.age_from is not None and each.age_to is not None and each.age_to <= each.age_from:
        said = {"age": ages_in_words(each.age_from, None)}
        yield ("age_to", "age_from"), _("This ends before it begins: the range holds %(age)s.") % said
    if each.ended_on and each.ended_on < each.valid_from:
        said = {"day": day_and_year(each.valid_from)}
        yield ("ended_on", "valid_from"), _("It cannot end before it begins, on %(day)s.") % said


def _faults_of_limits(each: ReferenceRange) -> Iterator[Fault]:
    if all(getattr(each, name) is None for name in LIMITS):
        yield LIMITS, _("Enter one limit at least.")
    for low, high in (*PAIRS, *INSIDE):
        lower, upper = getattr(each, low), getattr(each, high)
        if lower is not None and upper is not None and lower > upper:
            said = {
                "low": _label(low),
                "lower": written(lower, 0),
                "high": _label(high),
                "upper": written(upper, 0),
            }
            yield (high, low), _("“%(low)s” (%(lower)s) is above “%(high)s” (%(upper)s).") % said


def why_rivals(each: ReferenceRange, standing: Iterable[ReferenceRange]) -> str:
    """The sentence that names a range beside which nobody could say which of the two holds; "" where there is none."""
    rival = next(iter(rivals(each, standing)), None)
    if rival is None:
        return ""
    said = {
        "range": holds_for(rival),
        "limits": rival.normal_in_words or "–",
        "day": day_and_year(rival.valid_from),
    }
    if same_conditions(each, rival):
        return (
            _(
                "For “%(range)s” there is a range from %(day)s already (%(limits)s). Edit that one, or choose"
                " another day."
            )
            % said
        )
    return (
        _(
            "“%(range)s” (%(limits)s, from %(day)s) holds for some of the same patients and names as many conditions:"
            " nobody could say which of the two is meant. End that one, or name one more condition here."
        )
        % said
    )


def _label(name: str) -> str:
    return capfirst(str(ReferenceRange._meta.get_field(name).verbose_name))
