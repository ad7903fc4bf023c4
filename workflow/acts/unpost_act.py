"""Unpost an act: a counter-act takes back its pay, materials and price; a draft copy is left to be corrected."""

from django.db import transaction
from django.utils.translation import gettext as _

from billing.ledger import acts
from billing.models import Act
from lab.cause import Cause
from lab.events import local_day
from orders.models import Order
from workflow.acts.acts_allowed import why_not_unpost
from workflow.acts.acts_by_hand import book_act_change, in_words, open_acts
from workflow.acts.booking_acts import unbook_acts
from workflow.moving import StepRefused, refuse


@transaction.atomic
def unpost_act(order_id: int, cause: Cause, *, act_id: int) -> Order:
    refuse(why_not_unpost(cause.actor))
    order = open_acts(order_id, cause)
    act = Act.objects.standing().filter(order=order, pk=act_id).first()
    if act is None:
        raise StepRefused(_("This act does not stand any more."))
    event = book_act_change(order, "unpost_act", cause, f"{act.number}: {in_words(act)}", undone=True)
    unbook_acts([act], order, event, local_day(cause.at))
    acts.draft_copy(act, at=cause.at)
    return order
