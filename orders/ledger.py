"""The writer of order events: one row for each thing that one event did to one order."""

from collections.abc import Sequence
from dataclasses import replace

from lab.cause import Cause
from lab.models import Event
from orders.models import Order, OrderEvent


def not_before_the_last(order: Order, cause: Cause) -> Cause:
    """The cause, its moment not before the order's last event; the caller has locked the order.

    A server's clock is set back now and then, and of two people who wait for the same order the later one may get it
    first: the history of an order reads forward all the same.
    """
    last = order.events.order_by("-pk").values_list("event__at", flat=True).first()
    return cause if last is None or last <= cause.at else replace(cause, at=last)


def book_order_event(
    order: Order,
    event: Event,
    verb: str,
    *,
    changes: Sequence[dict] = (),
    moved_from: str = "",
    grows: bool = False,
) -> OrderEvent:
    """Book what the event did to the order.

    ``grows``: the order's own fields or lines changed and its version already stands at the new one.
    ``moved_from``: the state that a step left. Each change is ``{"field", "before", "after"}`` in words.
    """
    return OrderEvent.objects.create(
        order=order,
        event=event,
        verb=verb,
        from_status=moved_from,
        to_status=order.status if moved_from or verb == "create" else "",
        version=order.version if grows else None,
        changes=list(changes),
    )
