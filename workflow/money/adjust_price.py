"""Adjust price: what somebody agrees on as the total, or that the price as it has become is accepted."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from billing.ledger.adjustments import NotAPrice, agree, refuse_unsound
from billing.price import PriceStory, story_of
from common.templatetags.labsite import money
from lab.cause import Cause
from orders.models import Order
from workflow.acts.booking_acts import settle_final_price
from workflow.moving import book_change, open_order, refuse


@transaction.atomic
def adjust_price(order_id: int, cause: Cause, *, total: Decimal, reason: str = "") -> Order:
    """The difference is booked, and stands whatever becomes of lines and acts. Nobody adjusts without saying why.

    Where the price has changed since somebody agreed on one, its present total is accepted: nothing but that is booked.
    """
    order = open_order(order_id, cause, action="adjust_price", aspect="adjustment", versioned=True)
    refuse_unsound(order, total)
    story = story_of(order)
    is_accepted = total == story.now
    if is_accepted and not story.is_off:
        raise NotAPrice(_("The order costs %(total)s already.") % {"total": money(total, order.currency)})
    refuse(None if is_accepted or reason.strip() else _("Say why."))
    verb = "accept_price" if is_accepted else "adjust_price"
    changes = [_change(story, total, order.currency)]
    event = book_change(order, verb, cause, action="adjust_price", changes=changes, reason=reason)
    agree(order, total, event=event)
    settle_final_price(order)
    return order


def _change(story: PriceStory, total: Decimal, currency: str) -> dict:
    before = story.now if story.agreed is None else story.agreed
    figures = {"before": f"{before} {currency}", "after": f"{total} {currency}"}
    return {"field": "agreed price", **figures, "money": True}


def after_adjusting(order: Order) -> str:
    """What the order costs by now, and where it comes from."""
    story = story_of(order)
    figures = {"now": money(story.now, order.currency), "difference": money(story.adjustments[-1].amount)}
    if not story.adjustments[-1].amount:
        return _("%(now)s is accepted as the price of the order.") % figures
    return _("The order costs %(now)s: a difference of %(difference)s is booked.") % figures
