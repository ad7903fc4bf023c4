"""Adjust price: what somebody agrees on as the total, or that the price as it has become is accepted; and the currency,
while nothing is booked in it."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from billing.ledger.adjustments import NotAPrice, agree, refuse_unsound
from billing.price import PriceStory, story_of
from common.changes import difference
from common.currencies import written_out
from common.templatetags.labsite import money
from lab.cause import Cause
from lab.events import local_day
from orders.changes import describe_lines, describe_order
from orders.models import Order
from workflow.acts.automatic_acts import refill_acts
from workflow.acts.booking_acts import settle_final_price
from workflow.money.order_currency import convert_order, why_not_convert
from workflow.moving import book_change, open_order, refuse


@transaction.atomic
def adjust_price(
    order_id: int, cause: Cause, *, total: Decimal | None, reason: str = "", currency: str = ""
) -> Order:
    """The difference is booked, and stands whatever becomes of lines and acts. Nobody adjusts without saying why.

    Where the price has changed since somebody agreed on one, its present total is accepted: nothing but that is booked.
    In another ``currency`` the prices are those of the day, and the total may be left to them (None).
    """
    order = open_order(order_id, cause, action="adjust_price", aspect="adjustment", versioned=True)
    changes = _converted(order, currency, cause) if currency and currency != order.currency else []
    story = story_of(order)
    if total is None and changes:
        total = story.now
    refuse_unsound(order, total)
    verb = _verb(order, story, total, is_converted=bool(changes))
    refuse(None if verb == "accept_price" or reason.strip() else _("Say why."))
    agreed = [] if verb == "change_currency" else [_agreed(story, total, order.currency)]
    event = book_change(order, verb, cause, action="adjust_price", changes=[*changes, *agreed], reason=reason)
    if agreed:
        agree(order, total, event=event)
        settle_final_price(order)
    if changes:
        refill_acts(order, cause.at)
    return order


def _verb(order: Order, story: PriceStory, total: Decimal, *, is_converted: bool) -> str:
    """What it is called; refused where nothing would change."""
    if total != story.now:
        return "adjust_price"
    if is_converted:
        return "change_currency"
    if story.is_off:
        return "accept_price"
    raise NotAPrice(_("The order costs %(total)s already.") % {"total": money(total, order.currency)})


def _converted(order: Order, currency: str, cause: Cause) -> list[dict]:
    refuse(why_not_convert(order))
    before = _described(order)
    convert_order(order, currency, local_day(cause.at))
    return difference(before, _described(order))


def _described(order: Order) -> dict:
    lines = describe_lines(list(order.lines.current()))
    return {"currency": (order.currency, False), **describe_order(order), **lines}


def _agreed(story: PriceStory, total: Decimal, currency: str) -> dict:
    before = story.now if story.agreed is None else story.agreed
    written = (f"{written_out(amount, currency)} {currency}" for amount in (before, total))
    figures = dict(zip(("before", "after"), written, strict=True))
    return {"field": "agreed price", **figures, "money": True}


def after_adjusting(order: Order) -> str:
    """What the order costs by now, and where it comes from."""
    story = story_of(order)
    now = money(story.now, order.currency)
    if not story.adjustments:
        return _("The order is in %(currency)s now and comes to %(now)s.") % {
            "currency": order.currency,
            "now": now,
        }
    last = story.adjustments[-1].amount
    if not last:
        return _("%(now)s is accepted as the price of the order.") % {"now": now}
    sentence = _("The order costs %(now)s: a difference of %(difference)s is booked.")
    return sentence % {"now": now, "difference": money(last, order.currency)}
