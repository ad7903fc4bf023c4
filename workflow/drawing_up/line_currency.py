"""Prices that come in another currency than the order's: converted when the line is written, and never again.

The one step after whatever makes a price (the catalogue, a price list): what it was before stays with the line.
"""

from dataclasses import dataclass
from decimal import Decimal

from lab.exchange import Exchange, RateFound
from orders.models import OrderLine


@dataclass(frozen=True)
class ConvertedPrice:
    """A price in the order's currency; ``told`` is what it was before, where ``found`` is between two currencies."""

    unit_price: Decimal
    told: Decimal
    found: RateFound

    @property
    def is_converted(self) -> bool:
        return self.found.of != self.found.to


def in_order_currency(price: Decimal, currency: str, exchange: Exchange) -> ConvertedPrice:
    """The price at the rate of the day. Raises ``RateMissing``."""
    found = exchange.rate_of(currency)
    return ConvertedPrice(found.convert(price), price, found)


def put_converted(line: OrderLine, price: ConvertedPrice | None) -> None:
    """The line costs that and says where it comes from; None where a person typed its price. The caller saves."""
    is_converted = price is not None and price.is_converted
    if price is not None:
        line.unit_price = price.unit_price
    line.foreign_price = price.told if is_converted else None
    line.foreign_currency = price.found.of if is_converted else None
    line.exchange_rate = price.found.rate if is_converted else None
    line.exchange_day = price.found.day if is_converted else None
