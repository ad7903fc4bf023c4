"""Flags at the borders of their limits, and what cannot be said."""

from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.models import Flag
from documents.models.analyte import LIMITS
from documents.results import flags
from documents.results.flags import Limits, between, flag_of, outside, written
from documents.results.reading import TypedResult, read


def limits(*said: str | None) -> Limits:
    """Possible low, critical low, normal low, normal high, critical high, possible high."""
    names = ("possible_low", "critical_low", "normal_low", "normal_high", "critical_high", "possible_high")
    return Limits(**{name: said and Decimal(said) for name, said in zip(names, said, strict=True)})


POTASSIUM = limits("1", "2.5", "3.9", "5.1", "7.5", "15")


@pytest.mark.parametrize(
    ("typed", "flag"),
    [
        ("0.9", "??"),
        ("1", "LL"),
        ("2.4", "LL"),
        ("2.5", "L"),
        ("3.8", "L"),
        ("3.9", ""),
        ("5.1", ""),
        ("5.10", ""),
        ("5.11", "H"),
        ("7.5", "H"),
        ("7.6", "HH"),
        ("15", "HH"),
        ("15.1", "??"),
        ("-5", "??"),
        ("<1", "??"),
        ("<1.5", "LL"),
        ("<2.5", "LL"),
        ("≤2.5", "L"),
        ("<3.9", "L"),
        ("≤3.9", ""),
        ("<5", ""),
        ("<100", ""),
        (">5.1", "H"),
        ("≥5.1", ""),
        (">7.5", "HH"),
        (">4", ""),
        (">1", ""),
        ("≥15.1", "??"),
        ("not done", ""),
        ("", ""),
    ],
)
def test_the_flag_at_a_border(typed, flag):
    assert flag_of(read(typed), POTASSIUM) == flag


def test_no_range_no_flag():
    assert flag_of(read("999"), None) == ""
    assert flag_of(read("999"), Limits()) == ""


def test_below_the_detection_limit_is_low_and_five_of_three_is_unknown():
    assert flag_of(read("<0.1"), limits(None, None, "3", None, None, None)) == "L"
    assert flag_of(read("<5"), limits(None, None, "3", None, None, None)) == ""


def test_the_flags_are_those_of_the_books():
    ours = {flags.LOW, flags.HIGH, flags.CRITICAL_LOW, flags.CRITICAL_HIGH, flags.IMPOSSIBLE}
    assert ours == set(Flag.values)


some_number = st.decimals(-1000, 1000, places=3)
some_limits = st.lists(some_number, min_size=6, max_size=6, unique=True).map(
    lambda numbers: limits(*map(str, sorted(numbers)))
)
WEIGHT = {"": 0, "L": 1, "H": 1, "LL": 2, "HH": 2, "??": 3}


@given(some_limits, some_number, some_number)
def test_flags_get_no_weaker_further_out(said, one, other):
    near, far = sorted([one, other])
    if near >= said.normal_high:
        assert WEIGHT[flag_of(TypedResult("", near), said)] <= WEIGHT[flag_of(TypedResult("", far), said)]
    if far <= said.normal_low:
        assert WEIGHT[flag_of(TypedResult("", far), said)] <= WEIGHT[flag_of(TypedResult("", near), said)]


@given(some_limits, some_number, st.sampled_from("<>≤≥"), st.decimals("0.001", 500, places=3))
def test_what_is_said_of_a_bound_holds_for_every_value_within_it(said, bound, comparator, away):
    flag = flag_of(TypedResult("", bound, comparator), said)
    value = bound - away if comparator in "<≤" else bound + away
    exact = flag_of(TypedResult("", value), said)
    if flag:
        assert WEIGHT[exact] >= WEIGHT[flag]
        assert exact in ("??", flag, flag * 2)


@given(some_limits, st.sampled_from(LIMITS))
def test_a_limit_belongs_to_its_range(said, name):
    at, inner = (
        flag_of(TypedResult("", getattr(said, name)), said),
        {"normal": 0, "critical": 1, "possible": 2},
    )
    assert WEIGHT[at] == inner[name.split("_")[0]]


def test_limits_survive_being_kept_as_json():
    said = Limits(
        Decimal("3.900000"), Decimal("5.1"), None, Decimal("7.5"), unit="mmol/l", decimals=1, source="Own",
        valid_from=date(2026, 1, 1), range_id=7, species="Dog", age_from=0,
    )  # fmt: skip
    assert Limits.from_json(said.as_json()) == said
    assert said.as_json()["normal_low"] == "3.9"
    assert Limits.from_json({}) is None
    assert Limits.from_json(said.as_json() | {"of a later release": 1}) == said
    everything = Limits(**{field.name: None for field in fields(Limits)})
    assert everything.as_json() == {}


def test_limits_are_written_with_the_decimals_of_the_analyte():
    assert between(Decimal("3.500000"), Decimal("5"), 1) == "3.5–5.0"
    assert between(None, Decimal("5.25"), 1) == "≤ 5.25"
    assert between(Decimal("-4"), Decimal("-1.5"), 1) == "−4.0 – −1.5"
    assert between(Decimal("27.000000"), None, 0) == "≥ 27"
    assert outside(Decimal("2.5"), Decimal("7.5"), 1) == "< 2.5, > 7.5"
    assert written(Decimal("100.000000"), 0) == "100"
