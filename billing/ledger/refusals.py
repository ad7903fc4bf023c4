"""What no payment, refund or part of one may be; each refusal is a sentence."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from billing.models.receivable import Method
from common.currencies import places_of
from common.day_bounds import PAST
from common.days import day_and_year
from common.money import LIMIT, ZERO, round_money
from common.refusals import Refused
from common.soundness import refuse_odd_day
from common.templatetags.labsite import money as in_words
from customers.models import Counterparty
from orders.models import Order
from orders.states import Status

Parts = Sequence[tuple[Order, Decimal]]
"""How much goes to which order."""


class NotAPayment(Refused):
    """What was typed cannot be a payment; the sentence says why."""


class NotARefund(Refused):
    """What was typed cannot be a refund; the sentence says why."""


class NotEnoughAdvance(Refused):
    """The customer's free advance is smaller than what shall be used."""

    def __init__(self, free: Decimal, currency: str):
        sentence = _("The customer's free advance is only %(free)s.")
        super().__init__(sentence % {"free": in_words(free, currency)})


class MoreThanOpen(Refused):
    """An order is given what is open on it and no more."""

    def __init__(self, order: Order, open_debt: Decimal):
        sentence = _("Only %(open)s is open on order %(number)s.")
        super().__init__(sentence % {"open": in_words(open_debt, order.currency), "number": order.number})


class MoreThanPaid(Refused):
    """The parts of a payment are no more than the payment."""

    def __init__(self, given: Decimal, paid: Decimal, currency: str):
        sentence = _("%(given)s would go to orders, but only %(paid)s was paid.")
        super().__init__(sentence % {"given": in_words(given, currency), "paid": in_words(paid, currency)})


class ReversedAlready(Refused):
    """A payment or refund is reversed once."""

    def __init__(self, number: str):
        super().__init__(_("%(number)s is reversed already.") % {"number": number})


class IsRefunded(Refused):
    """Of the payment something was given back; that is reversed before it."""

    def __init__(self, number: str, refunded: Decimal, currency: str, refunds: Sequence[str]):
        sentence = _("%(amount)s of payment %(number)s was refunded (%(refunds)s). Reverse the refund first.")
        figures = {"amount": in_words(refunded, currency), "number": number, "refunds": ", ".join(refunds)}
        super().__init__(sentence % figures)


class NotTheirPayment(Refused):
    """A refund out of a payment goes back to who paid it, in the currency in which it came."""

    def __init__(self, number: str):
        sentence = _("Payment %(number)s is of another customer or in another currency.")
        super().__init__(sentence % {"number": number})


class NotYetReceived(Refused):
    """Money is not given back before it came."""

    def __init__(self, number: str, received_on: date):
        sentence = _("Payment %(number)s, which is given back, was received on %(day)s only.")
        super().__init__(sentence % {"number": number, "day": day_and_year(received_on)})


def refuse_unsound_payment(amount: Decimal, currency: str, received_on: date, method: str, on: date) -> None:
    """Raise ``NotAPayment`` for what cannot have been received on day ``on``."""
    refuse_amount(amount, currency)
    if len(currency) != 3 or not currency.isalpha() or currency != currency.upper():
        raise NotAPayment(_("A currency is three capital letters, for example EUR."))
    if received_on > on:
        raise NotAPayment(_("A payment cannot have been received in the future."))
    refuse_odd_day(received_on, on, bounds=PAST)
    if method not in Method.values:
        raise NotAPayment(_("Choose how the payment was made."))


def refuse_unsound_refund(amount: Decimal, currency: str, refunded_on: date, method: str, on: date) -> None:
    """Raise ``NotARefund`` for what cannot have been given back on day ``on``."""
    if isinstance(amount, Decimal) and amount.is_finite() and amount <= 0:
        raise NotARefund(_("A refund is more than 0."))
    refuse_amount(amount, currency)
    if refunded_on > on:
        raise NotARefund(_("A refund cannot have been made in the future."))
    refuse_odd_day(refunded_on, on, bounds=PAST)
    if method not in Method.values:
        raise NotARefund(_("Choose how the refund was made."))


def refuse_amount(amount: Decimal, currency: str) -> None:
    """Raise ``NotAPayment`` for what is no amount of money above 0."""
    if not isinstance(amount, Decimal) or not amount.is_finite():
        raise NotAPayment(_("Enter the amount as a number, for example 12.50."))
    if amount <= 0:
        raise NotAPayment(_("A payment is more than 0."))
    if amount > LIMIT:
        raise NotAPayment(_("This amount is too large to be a payment."))
    if amount != round_money(amount, places_of(currency)):
        sentence = _("An amount in %(currency)s has at most %(places)s digits after the point.")
        raise NotAPayment(sentence % {"currency": currency, "places": places_of(currency)})


def refuse_parts(parts: Parts, customer: Counterparty, currency: str) -> None:
    """Raise ``NotAPayment`` for a part that its order cannot take from that customer in that currency."""
    seen = set()
    for order, part in parts:
        refuse_amount(part, currency)
        _refuse_for_order(order, customer, currency)
        if order.pk in seen:
            raise NotAPayment(_("Order %(number)s is named twice.") % {"number": order.number})
        seen.add(order.pk)


def sum_of(parts: Parts) -> Decimal:
    """Σ of the parts."""
    return sum((part for _order, part in parts), ZERO)


def _refuse_for_order(order: Order, customer: Counterparty, currency: str) -> None:
    if order.customer_id != customer.account_id:
        raise NotAPayment(_("Order %(number)s is of another customer.") % {"number": order.number})
    if order.currency != currency:
        sentence = _("Order %(number)s is in %(currency)s. Enter the payment in that currency.")
        raise NotAPayment(sentence % {"number": order.number, "currency": order.currency})
    if order.status == Status.CANCELLED:
        sentence = _(
            "Order %(number)s is cancelled. Record the payment without an order, as the customer's advance."
        )
        raise NotAPayment(sentence % {"number": order.number})
