"""What a payment will do, and what it did, in numbers and sentences."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from billing.models import Payment, Refund
from billing.standing import Part, balances, debt_of, free_advance, orders_of, standing_charge
from common.money import ZERO
from common.templatetags.labsite import money
from orders.models import Order


def before_paying(order: Order) -> str:
    """What an amount typed for the order would do; stands beside the box of the amount."""
    if standing_charge(order) is None:
        return _(
            "Not charged yet: the amount is held for the order, and what its charge does not need goes free."
        )
    open_debt = debt_of(order)
    if not open_debt:
        return _("Nothing is open on the order: the amount stays as an advance of the customer.")
    return _("%(open)s open; more stays as an advance.") % {"open": money(open_debt, order.currency)}


TOLD = 6
"""Orders at most that one sentence names."""


def after_payment(payment: Payment, order: Order | None = None) -> str:
    """What the payment gave to which orders, and what became of the rest; ``order`` is where it was recorded."""
    parts = orders_of(payment)
    given = sum((part.amount for part in parts), ZERO)
    rest = payment.amount - given
    figures = {
        "given": money(given, payment.currency),
        "rest": money(rest, payment.currency),
        "customer": payment.customer,
    }
    if not parts:
        return _nothing_given(figures, order)
    if len(parts) > 1:
        said = _paid_on_many(figures["given"], [(part.order, _part(part)) for part in parts])
    elif parts[0].tied:
        said = _held(parts[0].order, parts[0].tied)
    elif rest:
        said = _("%(given)s paid on order %(number)s; %(rest)s stays as an advance of %(customer)s.")
        return said % {**figures, "number": parts[0].order.number}
    else:
        said = _settled(parts[0].order, given)
    return f"{said} {_stays(figures)}" if rest else said


def after_using_advance_over(parts: Sequence[tuple[Order, Decimal]]) -> str:
    """What parts of the customer's advance did on their orders."""
    if len(parts) == 1:
        (order, amount) = parts[0]
        return _held(order, amount) if standing_charge(order) is None else _settled(order, amount)
    total = money(sum((amount for _order, amount in parts), ZERO), parts[0][0].currency)
    return _paid_on_many(total, [(order, money(amount)) for order, amount in parts])


def after_refund(refund: Refund) -> str:
    """What was given back, and what is still held for the customer."""
    free = free_advance(refund.customer, refund.currency)
    sentence = _("%(amount)s refunded to %(customer)s; %(free)s of advance is left.")
    figures = {"amount": money(refund.amount, refund.currency), "free": money(free, refund.currency)}
    return sentence % {**figures, "customer": refund.customer}


def after_reversal(source: Payment | Refund) -> str:
    """What the customer owes, or has paid ahead, now that it never was."""
    balance = balances(source.customer).get(source.currency, ZERO)
    sentence = _("%(number)s is reversed; %(customer)s now owes %(balance)s.")
    if balance <= 0:
        sentence = _("%(number)s is reversed; %(customer)s has now paid %(balance)s ahead.")
    figures = {"number": source.number, "customer": source.customer}
    return sentence % {**figures, "balance": money(abs(balance), source.currency)}


def _nothing_given(figures: dict, order: Order | None) -> str:
    if order is None:
        sentence = _(
            "%(rest)s is an advance of %(customer)s now; it pays for an order when it is used there."
        )
        return sentence % figures
    sentence = _("Nothing was open on order %(number)s: %(rest)s stays as an advance of %(customer)s.")
    return sentence % {**figures, "number": order.number}


def _paid_on_many(given: str, parts: Sequence[tuple[Order, str]]) -> str:
    told = ", ".join(f"{order.number} {amount}" for order, amount in parts[:TOLD])
    sentence = _("%(given)s paid on %(count)s orders: %(orders)s.")
    if len(parts) > TOLD:
        sentence = _("%(given)s paid on %(count)s orders, among them %(orders)s.")
    return sentence % {"given": given, "count": len(parts), "orders": told}


def _stays(figures: dict) -> str:
    return _("%(rest)s stays as an advance of %(customer)s.") % figures


def _part(part: Part) -> str:
    """How much of what an order needs it got."""
    open_debt = debt_of(part.order)
    if part.tied:
        return _("%(given)s held for it") % {"given": money(part.tied)}
    if open_debt:
        return _("%(given)s, %(open)s still open") % {"given": money(part.settled), "open": money(open_debt)}
    return money(part.settled)


def _settled(order: Order, given: Decimal) -> str:
    open_debt = debt_of(order)
    sentence = _("%(given)s paid on order %(number)s; nothing is open any more.")
    if open_debt:
        sentence = _("%(given)s paid on order %(number)s; %(open)s is still open.")
    figures = {"given": money(given, order.currency), "open": money(open_debt, order.currency)}
    return sentence % {**figures, "number": order.number}


def _held(order: Order, given: Decimal) -> str:
    sentence = _("%(given)s is held for order %(number)s until it is realized.")
    return sentence % {"given": money(given, order.currency), "number": order.number}
