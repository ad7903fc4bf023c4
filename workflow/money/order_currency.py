"""An order in another currency: its prices at the rate of the day, what they were kept with each line."""

from copy import copy
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from billing.models import Act, Allocation, PriceAdjustment, ReceivableEntry
from common.currencies import places_of
from lab.exchange import Exchange
from orders.models import Order, OrderLine
from orders.pricing import OrderPrice, price_order
from workflow.drawing_up.line_currency import (
    ConvertedPrice,
    in_order_currency,
    put_converted,
    put_discount,
)
from workflow.drawing_up.writing_lines import reckon, refuse_amounts, refuse_too_much


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
    """What the order would cost in that currency; nothing is saved. Raises ``RateMissing``, or what is too much."""
    exchange, lines = Exchange(currency, on), [copy(line) for line in order.lines_shown]
    for line in lines:
        _convert(line, order.currency, exchange)
    terms = replace(order.price_terms, places=places_of(currency))
    if discount := _discount_in(order, order.currency, exchange):
        terms = replace(terms, discount_amount=discount.unit_price)
    price = price_order(lines, terms)
    refuse_amounts(price)
    return price


def convert_order(order: Order, currency: str, on: date) -> None:
    """Its lines and its discount, at the rate of the day; the caller saves the order. Raises ``RateMissing``.

    What came from elsewhere is converted from what it was there: two conversions never pile up. A line that was taken
    off stays as it was: nobody owes anything for it.
    """
    stood, exchange = order.currency, Exchange(currency, on)
    order.currency = currency
    put_discount(order, _discount_in(order, stood, exchange))
    for line in OrderLine.objects.current().filter(order=order):
        _convert(line, stood, exchange)
        line.save()
    refuse_too_much(order)


def _discount_in(order: Order, stood: str, exchange: Exchange) -> ConvertedPrice | None:
    """The discount of an amount; None where the order has none."""
    if order.discount_amount is None:
        return None
    if order.foreign_discount is not None and order.foreign_currency:
        return in_order_currency(order.foreign_discount, order.foreign_currency, exchange)
    return in_order_currency(order.discount_amount, stood, exchange)


def _convert(line: OrderLine, stood: str, exchange: Exchange) -> None:
    price, of = line.unit_price, stood
    if line.foreign_price is not None and line.foreign_currency:
        price, of = line.foreign_price, line.foreign_currency
    put_converted(line, in_order_currency(price, of, exchange))
    line.catalog_price = None  # what the catalogue said, it said in the former currency
    reckon(line, exchange.to)
