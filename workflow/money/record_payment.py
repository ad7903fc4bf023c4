"""Record payment: money received from a customer, for orders or as an advance; or the use of an advance."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from billing.ledger import receivables
from billing.models import Payment
from common.money import ZERO
from customers.models import Counterparty
from lab.cause import Cause
from lab.events import record_event
from lab.models import Event
from orders.ledger import book_order_event, not_before_the_last
from orders.models import Order
from workflow.moving import lock_order, require

Parts = Sequence[tuple[Order, Decimal]]
"""How much goes to which order."""


@transaction.atomic
def record_payment(
    customer: Counterparty,
    cause: Cause,
    *,
    amount: Decimal,
    currency: str,
    received_on: date,
    method: str,
    reference: str = "",
    order_id: int | None = None,
    parts: Parts = (),
) -> Payment:
    """``parts`` say what goes to which order; ``order_id`` alone takes all that it can. The rest is an advance."""
    require(cause, "record_payment")
    if order_id:
        order = lock_order(order_id)
        event = _record("record_payment", cause, [order])
        payment = receivables.receive_payment(
            customer, amount, currency, received_on, method, reference, order=order, event=event
        )
        _book([(order, amount)], event)
        return payment
    parts = lock_parts(parts)
    event = _record("record_payment", cause, [order for order, _part in parts])
    payment = receivables.receive_payment(
        customer, amount, currency, received_on, method, reference, parts=parts, event=event
    )
    _book(parts, event)
    return payment


@transaction.atomic
def use_advance(order_id: int, cause: Cause, *, amount: Decimal) -> None:
    """Pay for an order from what its customer has paid in advance."""
    order = Order.objects.select_related("customer").get(pk=order_id)
    pay_from_advance(order.customer, cause, currency=order.currency, parts=[(order, amount)])


@transaction.atomic
def pay_from_advance(customer: Counterparty, cause: Cause, *, currency: str, parts: Parts) -> None:
    """Pay for orders from what their customer has paid in advance."""
    require(cause, "record_payment")
    parts = lock_parts(parts)
    event = _record("use_advance", cause, [order for order, _part in parts])
    receivables.pay_from_advance(customer, currency, parts, event=event)
    _book(parts, event)


def lock_parts(parts: Parts) -> Parts:
    """The parts with their orders as they stand, locked in the order of their ids; named twice they stay two."""
    locked = {pk: lock_order(pk) for pk in sorted({order.pk for order, _part in parts})}
    return [(locked[order.pk], part) for order, part in parts]


def _record(verb: str, cause: Cause, orders: Sequence[Order]) -> Event:
    """One event for all of the orders, not before the last of any."""
    for order in orders:
        cause = not_before_the_last(order, cause)
    return record_event(verb, cause, action="record_payment")


def _book(parts: Parts, event: Event) -> None:
    for order, amount in parts:
        if amount > ZERO:
            change = {
                "field": "payment",
                "before": "",
                "after": f"{amount:.2f} {order.currency}",
                "money": True,
            }
            book_order_event(order, event, event.verb, changes=[change])
