"""Take automatic control of the acts up again: drafts are made anew from what no standing act covers; posted acts stay.

Whoever answers for acts may: it deletes drafts of others, with what they had typed, and decides who posts the rest.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from billing.models import Act
from lab.cause import Cause
from orders.models import Order
from orders.states import Status
from workflow.acts.acts_by_hand import AUTOMATIC, BY_HAND, in_words
from workflow.acts.automatic_acts import refill_acts
from workflow.moving import book_change, open_order, refuse


@transaction.atomic
def take_up_automatic(order_id: int, cause: Cause) -> Order:
    order = open_order(order_id, cause, action="answer_for_acts", aspect="acts", versioned=True)
    refuse(why_not_automatic(order))
    drafts = Act.objects.drafts().filter(order=order).select_related("performer", "assistant").order_by("pk")
    dropped = [{"field": "act", "before": in_words(act), "after": ""} for act in drafts]
    order.acts_automatic = True
    changes = [{"field": "acts", "before": BY_HAND, "after": AUTOMATIC}, *dropped]
    book_change(order, "take_up_automatic", cause, action="answer_for_acts", changes=changes)
    refill_acts(order, cause.at)
    return order


def why_not_automatic(order: Order) -> str | None:
    """Why automatic control cannot be taken up now, or None."""
    if order.acts_automatic:
        return _("The acts of this order are made automatically already.")
    if not order.allows("acts"):
        sentence = _("This cannot be changed while the order is in the state “%(state)s”.")
        return sentence % {"state": Status(order.status).label}
    return None
