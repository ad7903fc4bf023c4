"""The writer of order events: one row for each thing that one event did to one order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.db.models import Max

from lab.cause import Cause
from lab.models import Event
from orders.models import Order, OrderEvent


def not_before_the_last(orders: Iterable[Order], cause: Cause) -> Cause:
    """The cause, its moment not before the last event of any of the orders; the caller has locked them.

    A server's clock is set back now and then, and of two people who wait for the same order the later one may get it
    first: the history of an order reads forward all the same.
    """
    events = OrderEvent.objects.order_by()
    newest = events.filter(order__in=list(orders)).values("order").annotate(last=Max("pk")).values("last")
    last = events.filter(pk__in=newest).aggregate(at=Max("event__at"))["at"]
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
    row = _event_row(order, event, verb, changes=changes, moved_from=moved_from, grows=grows)
    row.save(force_insert=True)
    return row


def book_moves(
    event: Event, step: str, left: Mapping[Order, str], changes: Mapping[int, Sequence[dict]]
) -> None:
    """Book that the event moved each of the orders out of the state that it ``left``; ``changes`` by their ids."""
    OrderEvent.objects.bulk_create(
        _event_row(order, event, step, changes=changes.get(order.pk, ()), moved_from=status, grows=True)
        for order, status in left.items()
    )


def book_together(event: Event, verb: str, orders: Iterable[Order], changes: Sequence[dict]) -> None:
    """Book that the event changed the same in each of the orders, whose versions stand at the new ones already."""
    OrderEvent.objects.bulk_create(
        _event_row(order, event, verb, changes=changes, moved_from="", grows=True) for order in orders
    )


def _event_row(
    order: Order, event: Event, verb: str, *, changes: Sequence[dict], moved_from: str, grows: bool
) -> OrderEvent:
    return OrderEvent(
        order=order,
        event=event,
        verb=verb,
        from_status=moved_from,
        to_status=order.status if moved_from or verb == "create" else "",
        version=order.version if grows else None,
        changes=list(changes),
    )
