"""What customers owe and pay: for the tests of its ledger."""

from decimal import Decimal

from billing.ledger import receivables
from tests.factories.billing import (
    make_event,
    make_posted_act,
    make_priced_order,
    today,
)
from verification.invariants import INVARIANTS

ZERO = Decimal(0)


def make_produced_order(price="100.00", **fields):
    from tests.factories.billing import Ordered

    order = make_priced_order(Ordered(price), **fields)
    make_posted_act(order)
    return order


def reverse_charge(order):
    return receivables.reverse_charge(order, event=make_event("unrealize"), on=today())


def use_advance(order, amount):
    return receivables.use_advance(order.customer, order, Decimal(amount), event=make_event("use_advance"))


def wrongs_of_payments() -> dict[int, list[str]]:
    """What the oracle says of payments; the orders of these tests have seen no use case."""
    of_payments = [rule for rule in INVARIANTS if rule.number in (10, 14, 15, 17, 34, 58)]
    return {rule.number: wrong for rule in of_payments if (wrong := rule.check().wrong)}
