"""Arithmetic of amounts: the one rounding function and the one splitting function.

Amounts are ``Decimal``; ``places`` are those of their currency (``common.currencies``). Nothing here knows Django or
the database.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

MINUS = "\N{MINUS SIGN}"
"""What stands before a negative number wherever people read it; files for machines keep the hyphen."""

ZERO = Decimal("0.00")
LIMIT = Decimal(10) ** 10
"""No single amount may exceed this many units."""


def round_money(amount: Decimal, places: int = 2) -> Decimal:
    """Round to whole minor units, half away from zero, as a bookkeeper does."""
    return amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percent_of(amount: Decimal, percent: Decimal, places: int = 2) -> Decimal:
    """The given percent of an amount, rounded once."""
    return round_money(amount * percent / 100, places)


def split(amount: Decimal, weights: Sequence[Decimal], places: int = 2) -> list[Decimal]:
    """Share an amount out in proportion to weights so that the parts add up to it exactly.

    Each part is within one minor unit of its exact share. All weights zero share equally;
    no weights give no parts. Raises ``ValueError`` for a negative weight, and for an amount with more places.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("a share cannot be negative")
    if amount != round_money(amount, places):
        raise ValueError(f"{amount} has more than {places} places")
    if not weights:
        return []
    total = sum(weights, Decimal(0))
    if total == 0:
        weights, total = [Decimal(1)] * len(weights), Decimal(len(weights))
    parts, given, seen = [], ZERO, Decimal(0)
    for weight in weights:
        seen += weight
        upto = round_money(amount * seen / total, places)
        parts.append(upto - given)
        given = upto
    return parts
