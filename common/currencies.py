"""How many places the amounts of a currency have, as Unicode's data says it. Knows no Django."""

from decimal import Decimal
from functools import cache

from babel.numbers import get_currency_precision

MOST_PLACES = 3
"""Amounts are kept in thousandths: no currency in use has more places."""


@cache
def places_of(currency: str) -> int:
    """2 for EUR, 0 for JPY, 3 for KWD; 2 where no currency is named."""
    return min(get_currency_precision(currency), MOST_PLACES) if currency else 2


def written_out(amount: Decimal, currency: str) -> str:
    """The amount as data keeps it: with a point, no groups, and the places of its currency."""
    return f"{amount:.{places_of(currency)}f}"
