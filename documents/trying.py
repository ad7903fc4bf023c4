"""Which range would hold? The one that does for a patient and a day, and of each other one why it does not."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from common.days import day_and_year
from documents.measuring import flag_of, limits_of
from documents.models import Analyte, Flag, ReferenceRange
from documents.results import ranges as choosing
from documents.results.flags import Limits
from documents.results.ranges import Patient, judge
from documents.results.reading import TypedResult


@dataclass(frozen=True)
class RangeTold:
    """A range of the analyte; ``why_not`` is empty for the one that holds."""

    range: ReferenceRange
    why_not: str


@dataclass(frozen=True)
class Answer:
    """``told`` begins with the range that holds, unless ``limits`` is None."""

    limits: Limits | None
    flag: str
    flag_in_words: str
    told: list[RangeTold]


def try_ranges(analyte: Analyte, patient: Patient, typed: TypedResult, on: date) -> Answer:
    """By the rules that flag results."""
    ranges = list(analyte.ranges.select_related("analyte"))
    judged = judge(ranges, patient, analyte.method, on)
    chosen = judged[0].range if judged and not judged[0].why else None
    limits = limits_of(chosen, analyte) if chosen else None
    flag = flag_of(typed, limits)
    told = [RangeTold(each.range, _why_not(each.why, each.range, chosen)) for each in judged]
    return Answer(limits, flag, str(Flag(flag).label) if flag else "", told)


def _why_not(why: str, each: ReferenceRange, chosen: ReferenceRange | None) -> str:
    sentences = {
        "": "",
        choosing.NOT_YET: _("It begins only on %(day)s.") % {"day": day_and_year(each.valid_from)},
        choosing.ENDED: _("It ended on %(day)s.") % {"day": day_and_year(each.ended_on)},
        choosing.KIND: _("It is for other patients."),
        choosing.SPECIES: _("It is for another species."),
        choosing.BREED: _("It is for another breed."),
        choosing.SEX: _("It is for the other sex, or the sex is not said."),
        choosing.AGE: _("It is for another age."),
        choosing.AGE_UNKNOWN: _("It is for an age, and the age is not known."),
        choosing.METHOD: _("It is for another method."),
        choosing.LESS_SPECIFIC: _("The one that holds names more conditions."),
        choosing.EARLIER: _("A later one replaced it on %(day)s.")
        % {"day": day_and_year(chosen.valid_from) if chosen else ""},
    }
    return sentences[why]
