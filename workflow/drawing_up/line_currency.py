"""Amounts that come in another currency than the order's: converted when they are written, and never again.

The one step after whatever makes a price (the catalogue, a price list): what it was before stays with the line, and
what a discount was stays with the order.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from common.money import LIMIT
from common.refusals import Refused
from common.templatetags.labsite import money
from lab.exchange import Exchange, RateFound
from orders.models import Order, OrderLine


class PriceTooLarge(Refused):
    """What a price comes to in the order's currency is more than any amount may be."""

    def __init__(self, told: Decimal, found: RateFound):
        sentence = _("%(price)s is more in %(currency)s than an amount may be.")
        super().__init__(sentence % {"price": money(told, found.of), "currency": found.to})


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
    """The price at the rate of the day. Raises ``RateMissing`` and ``PriceTooLarge``."""
    found = exchange.rate_of(currency)
    converted = ConvertedPrice(found.convert(price), price, found)
    if converted.unit_price > LIMIT:
        raise PriceTooLarge(price, found)
    return converted


def put_converted(line: OrderLine, price: ConvertedPrice | None) -> None:
    """The line costs that and says where it comes from; None where a person typed its price. The caller saves."""
    if price is not None:
        line.unit_price = price.unit_price
    line.foreign_price = _say_rate(line, price)


def put_discount(order: Order, discount: ConvertedPrice | None) -> None:
    """The order has that much off and says where it comes from; None where a person typed it, or there is none.

    One that comes to nothing is none. The caller saves.
    """
    if discount is not None:
        order.discount_amount = discount.unit_price or None
    order.foreign_discount = _say_rate(order, discount if order.discount_amount is not None else None)


def _say_rate(row: OrderLine | Order, price: ConvertedPrice | None) -> Decimal | None:
    """By which rate the amount of the row was converted; gives what it was before, None where it never was."""
    is_converted = price is not None and price.is_converted
    row.foreign_currency = price.found.of if is_converted else None
    row.exchange_rate = price.found.rate if is_converted else None
    row.exchange_day = price.found.day if is_converted else None
    return price.told if is_converted else None
