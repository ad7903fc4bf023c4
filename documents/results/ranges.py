"""Which range holds for a patient on a day. The most specific wins, then the one valid from a later day.

A range names conditions; each that it names counts one, a species two, because it says “animal” as well, and an age
one however it is bounded. Two ranges that could both hold for somebody with as many conditions are refused when they
are entered (``rivals``): nobody could say which of them is meant. Only ranges with the very same conditions follow one
another by the day they are valid from.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from common.folding import fold
from documents.results.species import same_species, same_word, species_key


@dataclass(frozen=True)
class Patient:
    """What is known of the patient; an age that is not known is None, the rest empty."""

    kind: str = ""
    species: str = ""
    breed: str = ""
    sex: str = ""
    age_days: int | None = None


class Range(Protocol):
    """What has to be known of a range: whom it holds for, and when."""

    @property
    def pk(self) -> int: ...

    patient_kind: str
    species: str
    breed: str
    sex: str
    age_from: int | None
    age_to: int | None
    method: str
    valid_from: date
    ended_on: date | None


R = TypeVar("R", bound=Range)

ANIMAL = "animal"
NOT_YET, ENDED = "not yet", "ended"
KIND, SPECIES, BREED, SEX, AGE, AGE_UNKNOWN, METHOD = (
    "kind",
    "species",
    "breed",
    "sex",
    "age",
    "age unknown",
    "method",
)
LESS_SPECIFIC, EARLIER = "less specific", "earlier"
"""Why a range is not used."""


@dataclass(frozen=True)
class Judged:
    """A range and why it is not the one; "" for the one that is."""

    range: Range
    why: str


def choose(ranges: Iterable[R], patient: Patient, method: str, on: date) -> R | None:
    """The range that holds, or None."""
    return max(
        (each for each in ranges if not misses(each, patient, method, on)), key=_precedence, default=None
    )


def judge(ranges: Iterable[R], patient: Patient, method: str, on: date) -> list[Judged]:
    """Every range with why it does not hold or is not chosen, the one that is first, the nearest next."""
    ranges = sorted(ranges, key=_precedence, reverse=True)
    chosen = choose(ranges, patient, method, on)
    judged = [Judged(each, _why(each, chosen, patient, method, on)) for each in ranges]
    return sorted(judged, key=lambda one: (one.why != "", one.why not in (LESS_SPECIFIC, EARLIER)))


def _why(each: Range, chosen: Range | None, patient: Patient, method: str, on: date) -> str:
    missed = misses(each, patient, method, on)
    if missed or each is chosen or chosen is None:
        return missed
    return LESS_SPECIFIC if specificity(each) < specificity(chosen) else EARLIER


def misses(each: Range, patient: Patient, method: str, on: date) -> str:
    """The first condition of the range that the patient does not meet for certain; "" where it holds."""
    if on < each.valid_from:
        return NOT_YET
    if each.ended_on and on >= each.ended_on:
        return ENDED
    met = {
        KIND: not _kind(each) or _kind(each) == (patient.kind or (ANIMAL if patient.species else "")),
        SPECIES: not each.species or same_species(each.species, patient.species),
        BREED: not each.breed or same_word(each.breed, patient.breed),
        SEX: not each.sex or each.sex == patient.sex,
        METHOD: not each.method or same_word(each.method, method),
    }
    missed = next((condition for condition, is_met in met.items() if not is_met), "")
    return missed or _misses_age(each, patient.age_days)


def _misses_age(each: Range, age: int | None) -> str:
    if each.age_from is None and each.age_to is None:
        return ""
    if age is None:
        return AGE_UNKNOWN
    is_met = (each.age_from or 0) <= age and (each.age_to is None or age < each.age_to)
    return "" if is_met else AGE


def specificity(each: Range) -> int:
    """How many conditions the range names."""
    has_age = each.age_from is not None or each.age_to is not None
    return sum(map(bool, [_kind(each), each.species, each.breed, each.sex, has_age, each.method]))


def _kind(each: Range) -> str:
    """A species says already that the patient is an animal, whatever else is said."""
    return ANIMAL if each.species else each.patient_kind


def rivals(new: Range, standing: Iterable[R]) -> list[R]:
    """Ranges beside which the new one would leave open which of them holds."""
    return [each for each in standing if _is_rival(new, each)]


def _is_rival(new: Range, each: Range) -> bool:
    if specificity(new) != specificity(each) or not _could_both_hold(new, each):
        return False
    return not same_conditions(new, each) or new.valid_from == each.valid_from


def same_conditions(one: Range, other: Range) -> bool:
    """Whether both hold for the very same patients: the later one then follows the earlier."""
    return _conditions(one) == _conditions(other)


def _conditions(each: Range) -> tuple[object, ...]:
    words = (species_key(each.species), fold(each.breed), fold(each.method))
    return (_kind(each), *words, each.sex, each.age_from or 0, each.age_to)


def _could_both_hold(one: Range, other: Range) -> bool:
    """Whether some patient on some day meets both."""
    return (
        _shares(_kind(one), _kind(other))
        and _shares(species_key(one.species), species_key(other.species))
        and _shares(fold(one.breed), fold(other.breed))
        and _shares(one.sex, other.sex)
        and _shares(fold(one.method), fold(other.method))
        and _overlap(one.age_from or 0, one.age_to, other.age_from or 0, other.age_to)
        and _overlap(one.valid_from, one.ended_on, other.valid_from, other.ended_on)
    )


def _shares(one: str, other: str) -> bool:
    return not one or not other or one == other


def _overlap(begin, end, other_begin, other_end) -> bool:  # type: ignore[no-untyped-def]
    """Whether two spans have a point in common; an end that is None is open, and no end belongs to its span."""
    is_empty = (end is not None and end <= begin) or (other_end is not None and other_end <= other_begin)
    return not is_empty and (end is None or other_begin < end) and (other_end is None or begin < other_end)


def _precedence(each: Range) -> tuple[int, date, int]:
    return specificity(each), each.valid_from, each.pk
