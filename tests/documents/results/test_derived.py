"""Derived values, and how far a result is from the one before."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.models import Operator
from documents.results import derived as deriving
from documents.results.derived import Formula, derive, far_by
from documents.results.reading import TypedResult, read

TP, ALB, GLOB, AGR = 1, 2, 3, 4
GLOBULIN = Formula(GLOB, "difference", TP, ALB, Decimal(1), 0)
RATIO = Formula(AGR, "ratio", ALB, GLOB, Decimal(1), 2)


def found(formulas, **typed):
    names = {"tp": TP, "alb": ALB}
    return derive(formulas, {names[name]: read(text) for name, text in typed.items()})


def test_one_derived_value_rests_on_another():
    values = found([RATIO, GLOBULIN], tp="65", alb="30")
    assert (values[GLOB].number, values[AGR].number) == (35, Decimal("0.86"))
    assert values[AGR].as_typed() == TypedResult("0.86", Decimal("0.86"))


def test_what_is_missing_or_only_bounded_gives_none():
    assert found([GLOBULIN], tp="65")[GLOB] == deriving.Derived(None, deriving.MISSING, ALB)
    assert found([GLOBULIN], tp="65", alb="<10")[GLOB] == deriving.Derived(None, deriving.NOT_EXACT, ALB)
    assert found([GLOBULIN], tp="65", alb="not done")[GLOB] == deriving.Derived(None, deriving.MISSING, ALB)
    assert found([RATIO, GLOBULIN], alb="30")[AGR] == deriving.Derived(None, deriving.MISSING, GLOB)


def test_nothing_is_divided_by_zero():
    assert found([RATIO, GLOBULIN], tp="30", alb="30")[AGR] == deriving.Derived(None, deriving.ZERO, GLOB)


@pytest.mark.parametrize(
    ("operator", "first", "second", "factor", "decimals", "number"),
    [
        ("sum", "1.25", "1", "1", 1, "2.3"),  # half up
        ("difference", "1", "3.25", "1", 1, "-2.3"),  # away from zero below it, too
        ("product", "1.5", "1.5", "1", 2, "2.25"),
        ("ratio", "1", "3", "100", 2, "33.33"),
        ("percent_of", "60", "12.4", "1", 2, "7.44"),
        ("percent_of", "60", "0", "1", 2, "0"),
        ("ratio", "0", "4", "1", 0, "0"),
    ],
)
def test_each_operator(operator, first, second, factor, decimals, number):
    formula = Formula(9, operator, 1, 2, Decimal(factor), decimals)
    value = derive([formula], {1: read(first), 2: read(second)})[9]
    assert value.number == Decimal(number)
    assert -value.number.as_tuple().exponent == decimals


def test_the_operators_are_those_of_the_books():
    ours = {
        deriving.SUM,
        deriving.DIFFERENCE,
        deriving.PRODUCT,
        deriving.RATIO,
        deriving.PERCENT_OF,
    }
    assert ours == set(Operator.values)


def test_a_circle_gives_none_and_ends():
    round_and_round = [
        Formula(1, "sum", 2, 3, Decimal(1), 0),
        Formula(2, "sum", 1, 3, Decimal(1), 0),
        Formula(3, "sum", 3, 3, Decimal(1), 0),
    ]
    assert all(value.number is None for value in derive(round_and_round, {}).values())


def test_what_no_column_takes_is_none():
    formula = Formula(9, "product", 1, 2, Decimal(1), 0)
    assert derive([formula], {1: read("1000000000"), 2: read("1000000000")})[9].why == deriving.TOO_LARGE


@given(
    st.sampled_from(Operator.values),
    st.decimals(-(10**9), 10**9, places=6),
    st.decimals(-(10**9), 10**9, places=6),
    st.decimals(-1000, 1000, places=6),
    st.integers(0, 6),
)
def test_whatever_is_derived_fits_its_column(operator, first, second, factor, decimals):
    typed = {1: TypedResult("", first), 2: TypedResult("", second)}
    value = derive([Formula(9, operator, 1, 2, factor, decimals)], typed)[9]
    assert (value.number is None) == bool(value.why)
    if value.number is not None:
        assert abs(value.number) <= 10**9
        assert value.number == round(value.number, decimals)


@pytest.mark.parametrize(
    ("now", "before", "percent", "differs"),
    [
        ("6.15", "4.1", "30", "50"),
        ("4.1", "4.1", "30", None),
        ("5.2", "4", "30", None),  # exactly 30 % is not more
        ("5.21", "4", "30", "30.25"),
        ("2", "4", "30", "50"),
        ("<2", "4", "30", None),
        ("2", "<4", "30", None),
        ("2", "0", "30", None),
        ("not done", "4", "30", None),
        ("-4", "4", "30", "200"),
    ],
)
def test_far_from_the_previous_result(now, before, percent, differs):
    assert far_by(read(now), read(before), Decimal(percent)) == (differs and Decimal(differs))
    assert far_by(read(now), read(before), None) is None
