"""The queue of a reviewer: what waits for review, the most urgent first, and what comes after an order."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lab.permissions import may
from lab.posting import offering
from orders.models import Order
from orders.models.due_keys import DUE_KEY
from orders.states import Status

DECIDES = {"produce", "return-to-production"}
"""After these the next order of the queue is offered."""
_NEVER = date.max


def offering_next(verb: str, order: Order, viewer) -> str:
    """The tag of a line that leads on to the next in review; nothing where nothing waits, or somebody else decides."""
    if verb not in DECIDES or not may(viewer, "produce"):
        return ""
    waiting = Order.objects.visible_to(viewer).filter(status=Status.REVIEW).exclude(pk=order.pk)
    count = waiting.count()
    if not count:
        return ""
    label = _("Next in review (%(n)s)") % {"n": count}
    return offering("leads", reverse("workflow:order_page", args=[_after(waiting, order)]), label)


def _after(waiting, order: Order) -> str:
    """Its number; after the last one the queue begins again."""
    queue = waiting.alias(due_key=DUE_KEY).order_by("due_key", "pk").values_list("number", flat=True)
    here = order.due_on or _NEVER
    later = queue.filter(Q(due_key__gt=here) | Q(due_key=here, pk__gt=order.pk)).first()
    return later or queue.first()
