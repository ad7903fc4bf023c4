"""Ages as they stand on orders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.results.ages import DAYS, days_of, read_age, whole_units

UNDERSTOOD = {
    "7 years": 2556,
    "7yrs": 2556,
    "4 y": 1461,
    "ca. 4 J.": 1461,
    "about 1 year": 365,
    "1,5 Jahre": 547,
    "1½ years": 547,
    "4 months": 121,
    "3 months old": 91,
    "3 weeks": 21,
    "10 days": 10,
    "2 y 3 m": 821,
    "2y3m": 821,
    "2 years, 3 months": 821,
    "2 years and 3 months": 821,
    "10-year-old": 3652,
    "3 года": 1095,
    "5 мес.": 152,
    "2 Wochen": 14,
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_an_age_is_read(text):
    assert read_age(text) == UNDERSTOOD[text]


@pytest.mark.parametrize(
    "text",
    ["", "7", "adult", "puppy", "4-5 years", "2 years 3 years", "3 m 2 y", "400 years", "old", "1e9 years"],
)
def test_what_says_no_age_clearly_is_not_known(text):
    assert read_age(text) is None


def test_a_bare_number_is_years_of_a_person():
    assert read_age("45", bare_is_years=True) == days_of(45, "year")
    assert read_age("4 months", bare_is_years=True) == 121


@given(st.sampled_from(list(DAYS)), st.integers(1, 150))
def test_an_age_in_whole_units_is_said_in_them(unit, number):
    days = days_of(number, unit)
    said, its_unit = whole_units(days)
    assert days_of(said, its_unit) == days
    assert list(DAYS).index(its_unit) <= list(DAYS).index(unit)


@given(st.text(max_size=40))
def test_any_text_is_an_age_or_none(text):
    age = read_age(text)
    assert age is None or age >= 0
