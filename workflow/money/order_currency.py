"""An order in another currency: its prices at the rate of the day, what they were kept with each line."""

from copy import copy
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from billing.models import Act, Allocation, PriceAdjustment, ReceivableEntry
from common.currencies import places_of
from common.money import LIMIT
from lab.exchange import Exchange
from orders.models import Order, OrderLine
from orders.pricing import OrderPrice, price_line, price_order
from workflow.drawing_up.line_currency import in_order_currency, put_converted
from workflow.drawing_up.writing_orders import DraftRefused


def why_not_convert(order: Order) -> str | None:
    """Why the order keeps its currency, in words; None where it may have another one."""
    if not order.allows("lines"):
        return _("The services of the order are frozen in its present state: its currency stays.")
    if PriceAdjustment.objects.filter(order=order).exists():
        return _("A price is agreed on already: the currency stays.")
    if Allocation.objects.filter(order=order).exists():
        return _("Money of the customer was held for this order: the currency stays.")
    if (
        Act.objects.posted().filter(order=order).exists()
        or ReceivableEntry.objects.filter(order=order).exists()
    ):
        return _("An act of this order was posted: the currency stays.")
    if not order.acts_automatic and Act.objects.filter(order=order).exists():
        return _("An act is drafted by hand: delete it before you change the currency.")
    return None


def priced_in(order: Order, currency: str, on: date) -> OrderPrice:
    """What the order would cost in that currency; nothing is saved. Raises ``RateMissing``."""
    exchange, lines = Exchange(currency, on), [copy(line) for line in order.lines_shown]
    for line in lines:
        _convert(line, order.currency, exchange)
    terms = replace(order.price_terms, places=places_of(currency))
    if terms.discount_amount is not None:
        terms = replace(
            terms, discount_amount=exchange.rate_of(order.currency).convert(terms.discount_amount)
        )
    return price_order(lines, terms)


def convert_order(order: Order, currency: str, on: date) -> None:
    """All its lines and its discount, at the rate of the day; the caller saves the order. Raises ``RateMissing``.

    A line whose price came from elsewhere is converted from what it was there: two conversions never pile up.
    """
    stood, exchange = order.currency, Exchange(currency, on)
    order.currency = currency
    if order.discount_amount is not None:
        order.discount_amount = exchange.rate_of(stood).convert(order.discount_amount) or None
    for line in OrderLine.objects.filter(order=order):
        _convert(line, stood, exchange)
        line.save()
    if order.priced().preliminary > LIMIT:
        raise DraftRefused(
            _("The amount of the order is larger than an order may be. Look at its quantities and prices.")
        )


def _convert(line: OrderLine, stood: str, exchange: Exchange) -> None:
    price, of = line.unit_price, stood
    if line.foreign_price is not None and line.foreign_currency:
        price, of = line.foreign_price, line.foreign_currency
    put_converted(line, in_order_currency(price, of, exchange))
    line.catalog_price = None  # what the catalogue said, it said in the former currency
    priced = price_line(line.quantity, line.unit_price, line.discount_percent, places_of(exchange.to))
    if priced.gross > LIMIT:
        raise DraftRefused(
            _("“%(service)s”: this amount is larger than an order may be.") % {"service": line.name}
        )
    line.gross, line.amount = priced.gross, priced.amount
