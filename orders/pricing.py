"""Prices of an order: of a line, of the whole, of the share that an act line carries. Pure arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.money import ZERO, percent_of, round_money, split


@dataclass(frozen=True)
class LinePrice:
    """``gross`` before and ``amount`` after the line's discount, in the order's currency."""

    gross: Decimal
    amount: Decimal


def price_line(quantity: Decimal, unit_price: Decimal, discount_percent: Decimal = Decimal(0)) -> LinePrice:
    """Quantity × price rounded once, less the discount rounded once."""
    gross = round_money(quantity * unit_price)
    return LinePrice(gross, gross - percent_of(gross, discount_percent))


def preliminary_price(amounts: Sequence[Decimal], rush_percent: Decimal | None) -> Decimal:
    """Σ of the lines after discount, and the surcharge of a rush order."""
    return sum(amounts, ZERO) + rush_surcharge(amounts, rush_percent)


def rush_surcharge(amounts: Sequence[Decimal], rush_percent: Decimal | None) -> Decimal:
    """The percent of Σ of the lines, rounded once; nothing where the order is not rushed (None)."""
    return percent_of(sum(amounts, ZERO), rush_percent or Decimal(0))


def with_surcharge(prices: Sequence[LinePrice], rush_percent: Decimal | None) -> list[LinePrice]:
    """What the lines are charged at: each with its share of the surcharge, so that nothing of it is lost."""
    amounts = [price.amount for price in prices]
    shares = split(rush_surcharge(amounts, rush_percent), amounts)
    return [
        LinePrice(price.gross + share, price.amount + share)
        for price, share in zip(prices, shares, strict=True)
    ]


def part_of_line(
    whole: Decimal, quantity: Decimal, of_quantity: Decimal, taken: Decimal, taken_quantity: Decimal
) -> Decimal:
    """The share of a line's amount for ``quantity`` of it, when ``taken`` stands already for ``taken_quantity``.

    The last part takes what is left, so that the parts add up to the line.
    """
    upto = taken_quantity + quantity
    return whole - taken if upto >= of_quantity else round_money(whole * upto / of_quantity) - taken


def tax_within(amount: Decimal, percent: Decimal) -> Decimal:
    """The tax that an amount including it contains."""
    return round_money(amount * percent / (100 + percent))
