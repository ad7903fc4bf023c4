"""Delete a draft act by hand. A posted one is unposted instead."""

from django.db import transaction

from billing.ledger import acts
from lab.cause import Cause
from orders.models import Order
from workflow.acts.acts_allowed import why_not_change
from workflow.acts.acts_by_hand import book_act_change, draft_of, in_words, open_acts
from workflow.moving import refuse


@transaction.atomic
def delete_act(order_id: int, cause: Cause, *, act_id: int) -> Order:
    order = open_acts(order_id, cause)
    act = draft_of(order, act_id)
    refuse(why_not_change(act, cause.actor))
    said = in_words(act)
    acts.delete_draft(act)
    book_act_change(order, "delete_act", cause, said, undone=True)
    return order
