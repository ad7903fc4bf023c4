"""What another customer's price list would make of the lines that stand on an order, and taking its prices over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from billing.ledger import acts
from common.currencies import places_of
from common.money import ZERO
from lab.exchange import Exchange, RateMissing
from orders.models import Order, OrderLine
from orders.models.line import PriceFrom
from orders.pricing import price_line
from workflow.drawing_up.line_currency import PriceTooLarge
from workflow.drawing_up.line_prices import Price, PricesOf, put_price
from workflow.drawing_up.writing_lines import reckon, refuse_too_much


@dataclass(frozen=True)
class LineThen:
    """A line, and what it would cost: each (``price``) and altogether (``amount``). None: its price stays anyway."""

    line: OrderLine
    price: Price | None
    amount: Decimal

    @property
    def changes(self) -> bool:
        return self.price is not None and self.price.unit_price != self.line.unit_price

    @property
    def difference(self) -> Decimal:
        return self.amount - self.line.amount


@dataclass(frozen=True)
class OtherPrices:
    """All lines of an order: what they cost, what they would cost. Sums are after the lines' discounts."""

    lines: Sequence[LineThen]
    currency: str

    @property
    def change(self) -> bool:
        """Whether any price would be another one."""
        return any(row.changes for row in self.lines)

    @property
    def now(self) -> Decimal:
        return sum((row.line.amount for row in self.lines), ZERO)

    @property
    def then(self) -> Decimal:
        return sum((row.amount for row in self.lines), ZERO)

    @property
    def difference(self) -> Decimal:
        return self.then - self.now


def prices_with(order: Order, customer_id: int, day: date) -> OtherPrices:
    """What the lines would cost this customer if they were added on that day."""
    prices = PricesOf(customer_id, Exchange(order.currency, day), day)
    lines = order.lines.current().with_rules().select_related("service", "rule__version__price_list")
    return OtherPrices([_line_then(line, prices, order.currency) for line in lines], order.currency)


def why_prices_stay(order: Order) -> str | None:
    """Why no line of the order can get another price now, or None."""
    if not order.allows("lines"):
        sentence = _("The services are frozen in the state “%(state)s”: their prices stay as they are.")
        return sentence % {"state": order.state_name}
    if acts.standing_quantity_by_line(order):
        return _("An act is posted at the present prices: they stay as they are.")
    return None


def take_prices(order: Order, prices: OtherPrices) -> None:
    """The lines get the other prices; the caller writes down what changed."""
    for row in prices.lines:
        if row.price is not None:
            put_price(row.line, row.price)
            reckon(row.line)
            row.line.save()
    refuse_too_much(order)


def _line_then(line: OrderLine, prices: PricesOf, currency: str) -> LineThen:
    """A typed price was agreed for this order: no list changes it. Nor is one guessed where a rate is missing, or
    put where it is too large to be kept."""
    places = places_of(currency)
    try:
        price = None if line.price_rule == PriceFrom.TYPED else prices.of(line.service)
    except (RateMissing, PriceTooLarge):
        price = None
    if price is None:
        return LineThen(line, None, line.amount)
    then = price_line(line.quantity, price.unit_price, line.discount_percent, places)
    return LineThen(line, price, then.amount)
