"""A form about an order that was opened on an older version: what others changed meanwhile."""

from orders.models import Order
from orders.words import change_told, told


def changes_since(order: Order, version: int, *, see_prices: bool) -> list[dict]:
    """Each event after that version: who, when, what it says, and each field before and after."""
    events = order.events.filter(version__gt=version).select_related("event__actor").order_by("pk")
    return [
        {
            "sentence": told(event.verb)[0],
            "actor": event.event.actor,
            "at": event.event.at,
            "changes": [
                change_told(change) for change in event.changes if see_prices or not change.get("money")
            ],
        }
        for event in events
    ]
