"""The preview that a dialog shows before one confirms: its use case rehearsed, put into words for the reader."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from lab.cause import Cause
from lab.permissions import may
from orders.models import Order
from stock.ledger import NotEnoughStock
from workflow.preview.rehearsing import rehearse
from workflow.preview.shown import Preview, preview_for

Run = Callable[[Cause, Mapping[str, Any]], object]

_SOME_REASON = {"reason": "…"}

REHEARSALS: dict[str, Mapping[str, Any]] = {
    "produce": {},
    "realize": {},
    "reopen": _SOME_REASON,
    "unrealize": _SOME_REASON,
    "cancel": _SOME_REASON,
    "post": {},
    "unpost": {},
    "automatic": {},
}
"""What is rehearsed when its dialog opens, with what is not typed yet. Whatever books something stands here."""


def previewed(verb: str, order: Order, person, run: Run) -> Preview | None:
    """What ``run(cause, data)`` would book for the order, as the person may see it; None where nothing is booked.

    Where something is short, whoever may write it off all the same sees what that would book.
    """
    if verb not in REHEARSALS:
        return None
    cause, data = Cause(person, timezone.now()), REHEARSALS[verb]
    rehearsal = rehearse(order.pk, lambda: run(cause, data))
    seen = preview_for(rehearsal, person)
    if not isinstance(rehearsal.refused, NotEnoughStock) or not may(person, "override_shortage"):
        return seen
    overridden = rehearse(order.pk, lambda: run(cause, {**data, "override_shortage": True}))
    return replace(seen, sections=preview_for(overridden, person).sections, may_override=True)
