"""Exchange rates turned round, taken across and applied: bare arithmetic."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from common.exchange import LEAST, PLACES, across, exchanged, holds, inverse, kept
from tests.sizes import thorough

rates = st.integers(10 ** (PLACES - 6), 10 ** (PLACES + 6)).map(lambda n: Decimal(n).scaleb(-PLACES))
amounts = st.integers(-(10**13), 10**13).map(lambda n: Decimal(n).scaleb(-3))


def test_an_amount_is_rounded_once_to_the_places_of_what_it_becomes():
    assert exchanged(Decimal("100.00"), Decimal("168.035"), 0) == Decimal(16804)
    assert exchanged(Decimal("100.00"), Decimal("0.35555"), 3) == Decimal("35.555")
    assert exchanged(Decimal("0.005"), Decimal(1), 2) == Decimal("0.01")


def test_a_rate_turned_round_says_twelve_places():
    assert inverse(Decimal("168.03")) == Decimal("0.005951318217")


def test_across_a_third_currency_is_the_product():
    assert across(Decimal("1.0672"), Decimal("1.0850")) == Decimal("1.157912")


def test_a_rate_that_is_too_small_or_too_large_to_store_says_nothing():
    assert not holds(kept(Decimal("0.0000000000001")))
    assert not holds(Decimal(9_000_001))
    assert holds(LEAST)


@thorough
@given(rates)
def test_turned_round_twice_a_rate_is_the_same_to_six_digits(rate):
    assert abs(inverse(inverse(rate)) - rate) <= rate * Decimal("0.000001")


@thorough
@given(amounts, rates, st.sampled_from([0, 2, 3]))
def test_an_amount_exchanged_is_within_half_a_unit_of_what_the_rate_says(amount, rate, places):
    assert abs(exchanged(amount, rate, places) - amount * rate) <= Decimal(5).scaleb(-places - 1)


@thorough
@given(amounts, rates)
def test_what_was_taken_back_is_exactly_what_was_booked(amount, rate):
    assert exchanged(-amount, rate, 2) == -exchanged(amount, rate, 2)
