"""What services cost a customer on a day: by the price list that holds then, else by the catalogue.

Asked wherever a line gets its price: when it is added, while it is typed, and by whoever looks at other prices.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from catalog.models import PriceRule, Service
from catalog.prices import as_sold, book_of, rules_on
from catalog.pricing import RuleBook
from customers.prices import price_list_on
from lab.exchange import Exchange
from orders.models import OrderLine
from orders.models.line import PriceFrom
from workflow.drawing_up.drafts import LineDraft
from workflow.drawing_up.line_currency import ConvertedPrice, in_order_currency, put_converted


@dataclass(frozen=True)
class Price:
    """A price in the order's currency and what made it, named as on a line; ``converted`` says what it was before."""

    catalog_price: Decimal
    converted: ConvertedPrice
    rule: PriceRule | None = None

    @property
    def unit_price(self) -> Decimal:
        return self.converted.unit_price

    @property
    def price_rule(self) -> str:
        return PriceFrom.LIST if self.rule else PriceFrom.SERVICE


class PricesOf:
    """The prices of a customer (by id) on a day, by ``exchange`` in the currency of an order.

    The rules are read once, and only when a price is asked for.
    """

    def __init__(self, customer_id: int | None, exchange: Exchange, day: date):
        self.customer_id, self.exchange, self.day = customer_id, exchange, day

    def of(self, service: Service) -> Price:
        """What one unit costs; ``rule`` None where the catalogue's price holds. Raises ``RateMissing``."""
        priced = self._book.price(as_sold(service))
        rule = self._rules[priced.rule.key] if priced.rule else None
        said, converted = (
            in_order_currency(price, service.currency, self.exchange)
            for price in (service.price, priced.price)
        )
        return Price(said.unit_price, converted, rule)

    @cached_property
    def _rules(self) -> dict[int, PriceRule]:
        return {row.pk: row for row in rules_on(price_list_on(self.customer_id, self.day), self.day)}

    @cached_property
    def _book(self) -> RuleBook:
        return book_of(self._rules.values())


def put_price(line: OrderLine, price: Price) -> None:
    """The line costs that; the caller reckons its amounts and saves."""
    put_converted(line, price.converted)
    line.price_rule, line.rule, line.catalog_price = price.price_rule, price.rule, price.catalog_price


def price_by_draft(
    line: OrderLine, service: Service, draft: LineDraft, prices: PricesOf, *, is_new: bool
) -> None:
    """A new line costs what the customer's price list says today, one that stood keeps its price; a typed one wins."""
    if is_new and draft.unit_price is not None and service.currency != line.order.currency:
        line.unit_price = line.catalog_price = None  # a person typed it: no rate is needed
    elif is_new or draft.priced_anew:
        put_price(line, prices.of(service))
    if draft.unit_price is not None and draft.unit_price != line.unit_price:
        put_converted(line, None)
        line.unit_price, line.price_rule, line.rule = draft.unit_price, PriceFrom.TYPED, None
