"""Codes of the bench: what one wrong digit or two that changed places do to them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from orders.bench_codes import (
    LONGEST,
    QUASIGROUP,
    SHORTEST,
    Code,
    Kind,
    MisreadCode,
    check_digit,
    read,
    written,
)

KINDS = st.sampled_from(Kind)
NUMBERS = st.integers(0, 10**17)
DIGITS = "0123456789"


def refused(text: str) -> bool:
    """Whether nobody would take these digits for a code."""
    try:
        return read(text) is None
    except MisreadCode:
        return True


@given(KINDS, NUMBERS)
def test_what_is_written_is_read(kind, number):
    code = written(kind, number)
    assert read(code) == Code(kind, number)
    assert code.isdigit()
    assert len(code) % 2 == 0
    assert SHORTEST <= len(code) <= LONGEST


@given(KINDS, NUMBERS)
def test_every_single_wrong_digit_is_refused(kind, number):
    code = written(kind, number)
    for place, digit in enumerate(code):
        for wrong in DIGITS.replace(digit, ""):
            assert refused(code[:place] + wrong + code[place + 1 :])


@given(KINDS, NUMBERS)
def test_neighbours_that_changed_places_are_refused(kind, number):
    code = written(kind, number)
    for place in range(len(code) - 1):
        one, other = code[place], code[place + 1]
        if one != other:
            assert refused(code[:place] + other + one + code[place + 2 :])


def test_the_table_is_totally_anti_symmetric():
    """What the scheme rests on: no row says a digit twice, its diagonal is zero, and no two may be swapped."""
    table = [[int(sign) for sign in row] for row in QUASIGROUP]
    assert all(sorted(row) == list(range(10)) for row in [*table, *zip(*table, strict=True)])
    assert [table[digit][digit] for digit in range(10)] == [0] * 10
    swapped = [
        (before, one, other)
        for before in range(10)
        for one in range(10)
        for other in range(10)
        if one != other and table[table[before][one]][other] == table[table[before][other]][one]
    ]
    assert swapped == []


def test_the_published_example_holds():
    assert check_digit("572") == "4"
    assert check_digit("5724") == "0"


def test_a_scheme_that_adds_digits_up_would_be_caught():
    """The control: a check that only adds would let neighbours change places."""
    assert sum(map(int, "1234")) % 10 == sum(map(int, "1324")) % 10
    assert check_digit("1234") != check_digit("1324")


@pytest.mark.parametrize(
    "text", ["", "2026-000123", "17", "١٢٣٤٥٦٧٨٩٠", "0000000000", "9000000010", "1" * 22, "1" * 11]
)
def test_what_is_no_code_is_left_to_others(text):
    assert read(text) is None


@given(st.text(alphabet=DIGITS, min_size=10, max_size=10))
def test_nine_of_ten_made_up_codes_are_refused(text):
    assume(text[0] in "123")
    assert refused(text) == (check_digit(text) != "0")


@pytest.mark.parametrize("number", [-1, 10**19])
def test_a_number_that_fits_no_code_is_refused(number):
    with pytest.raises(ValueError, match="code"):
        written(Kind.ORDER, number)
