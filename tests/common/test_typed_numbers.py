"""Numbers as people write them, and as the product writes them back into a field."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.typed_numbers import CouldBeThousands, NotANumber, WrittenWithExponent, read_number, write_number

ASK, MONEY = "are asked about", "are meant"

READ_EITHER_WAY = {
    "12": "12",
    "12.50": "12.50",
    "12,50": "12.50",
    "12,5": "12.5",
    "12,": "12",
    "12.": "12",
    ",5": "0.5",
    ".5": "0.5",
    "007": "7",
    " 12.50\t": "12.50",
    # grouped
    "1,234.50": "1234.50",
    "1.234,50": "1234.50",
    "1 234,50": "1234.50",
    "1\u00a0234,50": "1234.50",
    "1\u202f234,50": "1234.50",
    "1\u2009234,50": "1234.50",
    "1’234.50": "1234.50",
    "1'234.50": "1234.50",
    "1'234": "1234",
    "1 234": "1234",
    "1,234,567": "1234567",
    "1.234.567,8": "1234567.8",
    "1,23,456.00": "123456.00",
    "12,34,56,789": "123456789",
    "1,234.567": "1234.567",
    # three digits behind one mark that cannot be a group
    "0.125": "0.125",
    "0,125": "0.125",
    ".125": "0.125",
    "1234.567": "1234.567",
    "1 234,500": "1234.500",
    # signs
    "-5": "-5",
    "−5": "-5",
    "–5": "-5",
    "- 5": "-5",
    "+5": "5",
    "12.-": "12",
    "12,–": "12",
    # digits of other scripts
    "１２．５０": "12.50",
    "٣": "3",
    "١٢٫٥": "12.5",
    "१२.५": "12.5",
    "\u200e12.50": "12.50",
}

BESIDE = {
    "€ 12.50": ("12.50", "€"),
    "€12.50": ("12.50", "€"),
    "12.50 EUR": ("12.50", "EUR"),
    "12,50€": ("12.50", "€"),
    "-€ 5": ("-5", "€"),
    "€ -5": ("-5", "€"),
    "1 234,50 zł": ("1234.50", "zł"),
    "12 %": ("12", "%"),
    "12,5%": ("12.5", "%"),
    "5 g": ("5", "g"),
    "2 pcs.": ("2", "pcs."),
}

NO_NUMBERS = [
    *(
        "",
        "-",
        ",",
        ".",
        "x",
        "NaN",
        "nan",
        "Infinity",
        "inf",
        "½",
        "(5)",
        "5-",
        "--5",
        "- -5",
        "0x1F",
        "1_000",
    ),
    *("1..2", "1,,2", "1,2,3", "12.11.2026", "1 2 3", "12 50", "10 00", "1,234'567", "1 234'567.5", "12. 50"),
    *("0,123,456", "1,2345,678", "12€50", "€ 5 EUR", "US $ 5", "12.5.", "1\x00", "<b>1</b>", "9" * 41),
]


@pytest.mark.parametrize("thousands", [ASK, MONEY])
@pytest.mark.parametrize(("text", "number"), READ_EITHER_WAY.items())
def test_what_can_be_read_in_one_way_is_read_in_every_field(text, number, thousands):
    assert read_number(text, thousands).number == Decimal(number)


@pytest.mark.parametrize(("text", "typed"), BESIDE.items())
def test_the_word_beside_a_number_is_told_and_left_to_the_field(text, typed):
    found = read_number(text, ASK)
    assert (found.number, found.beside) == (Decimal(typed[0]), typed[1])


@pytest.mark.parametrize("thousands", [ASK, MONEY])
@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_refused_in_every_field(text, thousands):
    with pytest.raises(NotANumber):
        read_number(text, thousands)


@pytest.mark.parametrize("text", ["1e5", "1E5", "1e-5", "1.5E+10", "1 e 5"])
def test_a_calculators_exponent_is_told_apart(text):
    with pytest.raises(WrittenWithExponent):
        read_number(text, MONEY)


@pytest.mark.parametrize("text", ["1,000", "1.000", "12,345", "999.999", "-1,000", "1,000 kg"])
def test_three_digits_behind_one_mark_are_thousands_of_money_and_asked_about_elsewhere(text):
    thousand = read_number(text, MONEY).number
    assert abs(thousand) >= 1000
    with pytest.raises(CouldBeThousands) as asked:
        read_number(text, ASK)
    assert (asked.value.one * 1000, asked.value.thousand) == (abs(thousand), abs(thousand))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_what_is_written_into_a_field_is_read_back_unasked(number):
    for least in (0, 2):
        for thousands in (ASK, MONEY):
            assert read_number(write_number(number, least), thousands).number == number


@given(st.text(alphabet="0123456789.,'’ \u202f-−€%gEUR٣५e", max_size=12))
def test_the_reader_reads_or_refuses_and_never_falls_over(text):
    try:
        typed = read_number(text, ASK)
    except NotANumber:
        return
    assert typed.number.is_finite()


@pytest.mark.parametrize(
    ("number", "written"),
    [("1.000", "1"), ("1.125", "1.1250"), ("0.125", "0.125"), ("1234.125", "1234.125"), ("12.50", "12.5")],
)
def test_a_quantity_is_written_without_needless_signs(number, written):
    assert write_number(Decimal(number)) == written


def test_an_amount_keeps_its_two_places():
    assert write_number(Decimal(1000), 2) == "1000.00"
