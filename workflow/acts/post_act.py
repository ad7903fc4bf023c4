"""Post an act by hand: pay is accrued, materials are written off, the final price grows."""

from django.db import transaction

from billing.models import Act
from lab.cause import Cause
from lab.events import local_day
from workflow.acts.acts_allowed import why_not_post
from workflow.acts.acts_by_hand import book_act_change, draft_of, in_words, open_acts
from workflow.acts.booking_acts import book_acts
from workflow.moving import refuse, require


@transaction.atomic
def post_act(order_id: int, cause: Cause, *, act_id: int, override_shortage: bool = False) -> Act:
    if override_shortage:
        require(cause, "override_shortage")
    order = open_acts(order_id, cause)
    act = draft_of(order, act_id)
    refuse(why_not_post(act, cause.actor))
    event = book_act_change(order, "post_act", cause, in_words(act))
    act.refresh_from_db()
    book_acts([act], order, event, local_day(cause.at), override_shortage=override_shortage)
    act.refresh_from_db()
    return act
