"""Which range holds, and which may not stand beside one another."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.results.ranges import (
    AGE,
    AGE_UNKNOWN,
    BREED,
    EARLIER,
    ENDED,
    LESS_SPECIFIC,
    METHOD,
    NOT_YET,
    SEX,
    SPECIES,
    Patient,
    choose,
    judge,
    misses,
    rivals,
    same_conditions,
    specificity,
)
from documents.results.species import SPECIES as KNOWN
from documents.results.species import same_species

DAY = date(2026, 11, 26)
_number = count(1)


@dataclass(frozen=True)
class Terms:
    pk: int = 0
    patient_kind: str = ""
    species: str = ""
    breed: str = ""
    sex: str = ""
    age_from: int | None = None
    age_to: int | None = None
    method: str = ""
    valid_from: date = date(2026, 1, 1)
    ended_on: date | None = None


def terms(**said) -> Terms:
    return Terms(pk=next(_number), **said)


DOG = terms(species="Dog")
FEMALE = terms(species="Dog", sex="female")
BEAGLE = terms(species="Dog", breed="Beagle")
ADULT = terms(species="Dog", age_from=365)
PUPPY = terms(species="Dog", age_to=365)
ANY = terms()
BELLA = Patient("animal", "canine", "beagle", "female", 400)


def test_the_most_specific_range_holds():
    assert choose([ANY, DOG, FEMALE], BELLA, "", DAY) is FEMALE
    assert choose([ANY, DOG], BELLA, "", DAY) is DOG
    assert choose([ANY, DOG], replace(BELLA, species="Cat"), "", DAY) is ANY
    assert choose([DOG], replace(BELLA, species=""), "", DAY) is None


def test_of_the_same_conditions_the_later_one_holds():
    later = replace(DOG, pk=99, valid_from=date(2026, 6, 1))
    to_come = replace(DOG, pk=100, valid_from=DAY + timedelta(days=1))
    assert choose([DOG, later, to_come], BELLA, "", DAY) is later
    assert choose([DOG, later, to_come], BELLA, "", date(2026, 5, 31)) is DOG
    assert choose([DOG, later, to_come], BELLA, "", DAY + timedelta(days=1)) is to_come


@pytest.mark.parametrize(
    ("each", "patient", "why"),
    [
        (replace(DOG, valid_from=DAY), BELLA, ""),
        (replace(DOG, valid_from=DAY + timedelta(days=1)), BELLA, NOT_YET),
        (replace(DOG, ended_on=DAY), BELLA, ENDED),
        (replace(DOG, ended_on=DAY + timedelta(days=1)), BELLA, ""),
        (DOG, replace(BELLA, species="Katze"), SPECIES),
        (BEAGLE, replace(BELLA, breed="BEAGLE"), ""),
        (BEAGLE, replace(BELLA, breed=""), BREED),
        (FEMALE, replace(BELLA, sex=""), SEX),
        (ADULT, replace(BELLA, age_days=365), ""),
        (ADULT, replace(BELLA, age_days=364), AGE),
        (PUPPY, replace(BELLA, age_days=364), ""),
        (PUPPY, replace(BELLA, age_days=365), AGE),
        (ADULT, replace(BELLA, age_days=None), AGE_UNKNOWN),
        (terms(method="Impedance"), BELLA, METHOD),
    ],
)
def test_a_condition_has_to_be_met_for_certain(each, patient, why):
    assert misses(each, patient, "", DAY) == why


def test_a_range_of_a_method_holds_where_it_is_measured_by_it():
    each = terms(method="Flow cytometry")
    assert choose([each], BELLA, "flow  CYTOMETRY", DAY) is each


def test_why_the_others_do_not_hold():
    earlier = replace(FEMALE, pk=98, valid_from=date(2025, 1, 1))
    judged = judge([ANY, earlier, PUPPY, FEMALE], BELLA, "", DAY)
    assert [(one.range.pk, one.why) for one in judged] == [
        (FEMALE.pk, ""),
        (earlier.pk, EARLIER),
        (ANY.pk, LESS_SPECIFIC),
        (PUPPY.pk, AGE),
    ]


def test_a_species_says_already_that_it_is_an_animal():
    said = terms(species="Dog", patient_kind="animal")
    assert specificity(said) == specificity(DOG)
    assert same_conditions(said, DOG)
    assert choose([said], Patient(species="Dog"), "", DAY) is said
    assert rivals(terms(patient_kind="person"), [DOG]) == []
    assert rivals(terms(patient_kind="animal"), [DOG]) == []
    assert choose([terms(patient_kind="animal"), DOG], BELLA, "", DAY) is DOG
    assert choose([DOG], Patient("person", "Dog"), "", DAY) is None


def test_one_species_has_many_names():
    for known, names in KNOWN.items():
        assert all(same_species(known, name) for name in names.split(", "))
    assert same_species("Canis lupus familiaris", "DOG")
    assert same_species("собака", "Hund")
    assert same_species("Okapi", "okapi")
    assert not same_species("dog", "cat")
    assert not same_species("", "")


RIVALS = [
    (DOG, replace(DOG, pk=50), True),
    (DOG, replace(DOG, pk=50, species="canine"), True),
    (DOG, replace(DOG, pk=50, valid_from=date(2026, 2, 1)), False),  # it follows
    (DOG, replace(DOG, pk=50, ended_on=date(2026, 1, 1)), False),  # it never held
    (FEMALE, ADULT, True),  # an adult bitch is both
    (FEMALE, replace(ADULT, valid_from=date(2026, 2, 1)), True),
    (FEMALE, replace(ADULT, species="Cat"), False),
    (FEMALE, replace(ADULT, ended_on=date(2026, 1, 1)), False),
    (replace(FEMALE, valid_from=date(2026, 3, 1)), replace(ADULT, ended_on=date(2026, 3, 1)), False),
    (replace(FEMALE, valid_from=date(2026, 2, 28)), replace(ADULT, ended_on=date(2026, 3, 1)), True),
    (ADULT, PUPPY, False),
    (ADULT, replace(PUPPY, age_to=366), True),
    (DOG, FEMALE, False),  # one names more
    (FEMALE, terms(species="Dog", sex="male"), False),
    (BEAGLE, terms(species="Dog", breed="Boxer"), False),
]


@pytest.mark.parametrize(("one", "other", "are_rivals"), RIVALS)
def test_two_ranges_that_could_both_be_meant_are_rivals(one, other, are_rivals):
    assert bool(rivals(one, [other])) == are_rivals
    assert bool(rivals(other, [one])) == are_rivals


some_range = st.builds(
    Terms,
    pk=st.integers(1, 10**6),
    species=st.sampled_from(["", "Dog", "canine", "Cat"]),
    sex=st.sampled_from(["", "female", "male"]),
    age_from=st.sampled_from([None, 0, 100, 365]),
    age_to=st.sampled_from([None, 366, 1000]),
    valid_from=st.sampled_from([DAY - timedelta(days=n) for n in (0, 10, 20)]),
    ended_on=st.sampled_from([None, DAY, DAY + timedelta(days=1)]),
)
some_patient = st.builds(
    Patient,
    species=st.sampled_from(["", "dog", "cat"]),
    sex=st.sampled_from(["", "female", "male"]),
    age_days=st.sampled_from([None, 0, 99, 100, 364, 365, 366, 999, 1000]),
)


@given(st.lists(some_range, max_size=6), some_patient)
def test_where_none_are_rivals_nobody_can_doubt_which_one_holds(ranges, patient):
    entered = []
    for each in ranges:
        if not rivals(each, entered):
            entered.append(each)
    chosen = choose(entered, patient, "", DAY)
    holding = [each for each in entered if not misses(each, patient, "", DAY)]
    assert (chosen in holding) if holding else chosen is None
    as_specific = [each for each in holding if specificity(each) == specificity(chosen)]
    assert all(same_conditions(each, chosen) for each in as_specific)
    assert len({each.valid_from for each in as_specific}) == len(as_specific)
    assert choose(list(reversed(entered)), patient, "", DAY) == chosen
