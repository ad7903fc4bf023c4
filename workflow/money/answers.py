"""What a payment will do, and what it did, in numbers and sentences."""

from decimal import Decimal

from django.utils.translation import gettext as _

from billing.models import Payment
from billing.standing import debt_of, standing_charge
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


def after_paying(payment: Payment, order: Order) -> str:
    """What the payment gave to the order, and what became of the rest."""
    parts = payment.allocations.filter(order=order)
    given = sum((part.amount for part in parts), Decimal(0))
    rest = payment.amount - given
    if any(part.is_advance for part in parts):
        return _held(order, given)
    if not given:
        sentence = _("Nothing was open on order %(number)s: %(rest)s stays as an advance of %(customer)s.")
    elif rest:
        sentence = _("%(given)s paid on order %(number)s; %(rest)s stays as an advance of %(customer)s.")
    else:
        return _settled(order, given)
    return sentence % {
        "given": money(given, payment.currency),
        "rest": money(rest, payment.currency),
        "number": order.number,
        "customer": payment.customer,
    }


def after_using_advance(order: Order, amount: Decimal) -> str:
    """What a part of the customer's advance did on the order."""
    return _held(order, amount) if standing_charge(order) is None else _settled(order, amount)


def after_advance(payment: Payment) -> str:
    """A payment without an order is an advance; the customer's page offers what it can pay."""
    sentence = _("%(amount)s is an advance of %(customer)s now; it pays for an order when it is used there.")
    return sentence % {"amount": money(payment.amount, payment.currency), "customer": payment.customer}


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
