"""Results as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.typed_numbers import CouldBeThousands, NotANumber, WrittenWithExponent
from documents.results.reading import AnotherUnit, TooLarge, TooManyPlaces, TypedResult, read

UNDERSTOOD = {
    "4,1": ("", "4.1"),
    "4.1": ("", "4.1"),
    " 4.1 ": ("", "4.1"),
    "-3": ("", "-3"),
    "-0": ("", "0"),
    "<0.1": ("<", "0.1"),
    "< 0,1": ("<", "0.1"),
    "＜0.1": ("<", "0.1"),
    ">= 500": ("≥", "500"),
    "=>500": ("≥", "500"),
    "≥500": ("≥", "500"),
    "≤0,2": ("≤", "0.2"),
    "<=0.2": ("≤", "0.2"),
    ">1 234.5": (">", "1234.5"),
    "1 234.5": ("", "1234.5"),
    "1’234.50": ("", "1234.5"),
    "1,234.56": ("", "1234.56"),
    "0.123456": ("", "0.123456"),
    "1000000000": ("", "1000000000"),
    "٤٫١": ("", "4.1"),
}


@pytest.mark.parametrize("typed", UNDERSTOOD)
def test_a_number_is_understood(typed):
    comparator, number = UNDERSTOOD[typed]
    found = read(typed)
    assert (found.comparator, found.number, found.is_not_done) == (comparator, Decimal(number), False)
    assert str(found.number) == number or found.number == Decimal(number)


@pytest.mark.parametrize("typed", ["not done", "Not done", "NOT  DONE", "n. d.", "n.d.", "nd", "n/d", "N.D."])
def test_what_was_not_done_is_understood(typed):
    assert read(typed).is_not_done
    assert read(typed).number is None


def test_the_words_of_the_interface_come_beside():
    assert read("nicht gemacht", not_done=["nicht gemacht"]).is_not_done
    with pytest.raises(NotANumber):
        read("nicht gemacht")


def test_nothing_typed_is_no_result():
    assert read("  ") == TypedResult()
    assert read("").is_empty


REFUSED = {
    "1e400": WrittenWithExponent,
    "5,5,5": NotANumber,
    "1,000": CouldBeThousands,
    "4.125": CouldBeThousands,
    "<1.000": CouldBeThousands,
    "0.1234567": TooManyPlaces,
    "1000000000.1": TooLarge,
    "-99999999999": TooLarge,
    "5 kg": AnotherUnit,
    "positive": NotANumber,
    "<": NotANumber,
    "=5": NotANumber,
    "<>5": NotANumber,
    "<<5": NotANumber,
    "<not done": NotANumber,
    "4-5": NotANumber,
    "--": NotANumber,
    "nan": NotANumber,
    "inf": NotANumber,
    "9" * 400: NotANumber,
}


@pytest.mark.parametrize("typed", REFUSED, ids=lambda typed: typed[:20])
def test_what_could_be_misread_is_refused(typed):
    with pytest.raises(REFUSED[typed]):
        read(typed)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("5 mmol/l", "mmol/l"),
        ("5mmol/L", "mmol/l"),
        ("5 µmol/l", "μmol/l"),
        ("<5 %", "%"),
        ("5 10⁹/l", "10⁹/l"),
        ("5", "l"),
    ],
)
def test_its_own_unit_may_stand_behind(typed, unit):
    assert read(typed, unit=unit).number == 5


def test_three_decimals_are_decimals_where_the_analyte_has_them():
    assert read("1.025", decimals=3).number == Decimal("1.025")
    assert read("1,025", decimals=3).number == Decimal("1.025")


@given(st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=4))
def test_a_number_written_plainly_is_read_as_itself(number):
    assert read(f"{number:f}", decimals=6).number == number


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        found = read(text)
    except NotANumber:
        return
    assert found.is_empty or found.is_not_done or abs(found.number) <= 10**9
