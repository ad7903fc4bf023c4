"""Arithmetic of exchange rates: turned round, taken across a third currency, applied to an amount. Knows no Django."""

from decimal import ROUND_HALF_UP, Decimal

from common.money import round_money

PLACES = 12
"""So many that the rate of a small currency still says six digits; what is stored is exactly what was applied."""
MOST = Decimal(9_000_000)
LEAST = Decimal(1).scaleb(-PLACES)


def kept(rate: Decimal) -> Decimal:
    """The rate as it is stored and applied; 0 where it is too small to say anything."""
    return rate.quantize(LEAST, rounding=ROUND_HALF_UP)


def inverse(rate: Decimal) -> Decimal:
    """What one unit of the other currency is worth."""
    return kept(1 / rate)


def across(first: Decimal, second: Decimal) -> Decimal:
    """From the first currency to the third, where the second stands between."""
    return kept(first * second)


def holds(rate: Decimal) -> bool:
    """Whether the rate can be stored and says something."""
    return LEAST <= rate <= MOST


def exchanged(amount: Decimal, rate: Decimal, places: int) -> Decimal:
    """The amount at the rate, rounded once to the places of the currency that it becomes."""
    return round_money(amount * rate, places)
