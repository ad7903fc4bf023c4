"""What somebody agrees on about the price of an order: booked as the difference to what stands, never in its place.

The caller holds the lock of the order, and settles its final price.
"""

from decimal import Decimal

from django.utils.translation import gettext as _

from billing.models import PriceAdjustment
from billing.price import adjusted_on, standing_total
from common.currencies import places_of
from common.money import LIMIT, round_money
from common.refusals import Refused
from common.templatetags.labsite import money as in_words
from lab.models import Event
from orders.models import Order


class NotAPrice(Refused):
    """What was typed cannot be what an order costs; the sentence says why."""


def agree(order: Order, total: Decimal, *, event: Event) -> PriceAdjustment:
    """Book that the order costs ``total``: the difference to its standing acts, or to what it was drawn up for while
    there are none, and to all earlier adjustments."""
    refuse_unsound(order, total)
    worked = standing_total(order)
    base = order.priced().preliminary if worked is None else worked
    difference = total - base - adjusted_on(order)
    if abs(difference) > LIMIT:
        raise NotAPrice(_("The difference to what was agreed on before is larger than an amount may be."))
    return PriceAdjustment.objects.create(
        order=order,
        amount=difference,
        agreed=total,
        base=base,
        currency=order.currency,
        event=event,
    )


def refuse_unsound(order: Order, total: Decimal) -> None:
    """Raise ``NotAPrice`` for what no order costs."""
    if not isinstance(total, Decimal) or not total.is_finite():
        raise NotAPrice(_("Enter the new total as a number, for example 180.00."))
    if total < 0:
        raise NotAPrice(_("A price is 0 or more."))
    if total > LIMIT:
        sentence = _("An order cannot cost more than %(most)s.")
        raise NotAPrice(sentence % {"most": in_words(LIMIT, order.currency)})
    if total != round_money(total, places_of(order.currency)):
        sentence = _("An amount in %(currency)s has at most %(places)s digits after the point.")
        raise NotAPrice(sentence % {"currency": order.currency, "places": places_of(order.currency)})
