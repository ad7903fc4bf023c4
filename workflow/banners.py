"""What was decided about an order and is not resolved yet: it stands under the head of its page until then."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from orders.models import Order, OrderEvent
from orders.returned import moves_of, returned_since
from orders.states import Status


@dataclass(frozen=True)
class Banner:
    """``title`` and the ``reason`` that somebody gave; who and when stand on the ``decided`` event."""

    kind: str
    icon: str
    title: str
    reason: str
    decided: OrderEvent | None
    expected_on: date | None = None


def banners_of(order: Order) -> list[Banner]:
    """A returned order may be on hold as well: both stand there."""
    found = [_returned(order), _waiting(order), _cancelled(order)]
    return [banner for banner in found if banner is not None]


def _returned(order: Order) -> Banner | None:
    """Until its work is done again, or it is sent to review again."""
    event = returned_since(order)
    return event and Banner("returned", "arrow-counterclockwise", _("Returned"), event.event.reason, event)


def _waiting(order: Order) -> Banner | None:
    """On hold, or submitted with something awaited: until production starts, or it is drafted again."""
    if order.status != Status.PENDING:
        return None
    event = _last(order, "hold", "submit")
    if event is not None and event.verb == "hold":
        return Banner("hold", "pause-circle", _("On hold"), order.awaited, event, order.expected_on)
    if not order.awaited and not order.expected_on:
        return None
    return Banner("waiting", "hourglass-split", _("Awaited"), order.awaited, event, order.expected_on)


def _cancelled(order: Order) -> Banner | None:
    if not order.is_cancelled:
        return None
    event = _last(order, "cancel")
    return Banner("cancelled", "x-circle", _("Cancelled"), event.event.reason if event else "", event)


def _last(order: Order, *verbs: str) -> OrderEvent | None:
    return next((move for move in reversed(moves_of(order)) if move.verb in verbs), None)
