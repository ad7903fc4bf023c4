"""How money that goes to many orders at once is begun and told: their rows locked by id, one event for all of them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from common.currencies import places_of
from lab.cause import Cause
from lab.events import record_event
from lab.models import Event
from orders.ledger import book_order_event, not_before_the_last
from orders.models import Order

Parts = Sequence[tuple[Order, Decimal]]
"""How much goes to which order."""


def lock_parts(parts: Parts) -> Parts:
    """The parts with their orders as they stand, locked by their ids; an order named twice stays two parts."""
    locked = lock_orders(order.pk for order, _part in parts)
    return [(locked[order.pk], part) for order, part in parts]


def lock_orders(ids: Iterable[int]) -> dict[int, Order]:
    """The orders by their ids, locked in the sequence of these."""
    return {order.pk: order for order in Order.objects.locked_together(set(ids))}


def event_of(verb: str, cause: Cause, orders: Iterable[Order], *, reason: str = "") -> Event:
    """One event for all of the orders, which are locked; not before the last of any."""
    return record_event(verb, not_before_the_last(orders, cause), action="record_payment", reason=reason)


def tell_orders(parts: Parts, event: Event) -> None:
    """Each order tells what came to it; below zero, what went."""
    for order, amount in parts:
        if amount:
            told = f"{amount:.{places_of(order.currency)}f} {order.currency}"
            change = {"field": "payment", "before": "", "after": told, "money": True}
            book_order_event(order, event, event.verb, changes=[change])
