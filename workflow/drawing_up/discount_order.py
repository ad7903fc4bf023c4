"""Discount: a percent or an amount off the whole order; or none any more."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from billing.ledger import acts
from common.changes import difference
from common.currencies import places_of
from common.money import ZERO, round_money
from common.templatetags.labsite import money
from lab.cause import Cause
from orders.changes import describe_order
from orders.models import Order
from workflow.acts.automatic_acts import refill_acts
from workflow.drawing_up.drafts import DraftRefused
from workflow.drawing_up.line_currency import put_discount
from workflow.drawing_up.writing_lines import refuse_too_much
from workflow.moving import book_change, open_order


@transaction.atomic
def discount_order(
    order_id: int,
    cause: Cause,
    *,
    percent: Decimal | None = None,
    amount: Decimal | None = None,
    reason: str = "",
) -> Order:
    """One of the two, or neither for no discount. Drafts of acts are priced anew."""
    order = open_order(order_id, cause, action="discount_order", aspect="discount", versioned=True)
    percent, amount = percent or None, amount or None
    if (order.discount_percent, order.discount_amount) == (percent, amount):
        return order
    _refuse(order, percent, amount)
    before = describe_order(order)
    order.discount_percent, order.discount_amount = percent, amount
    put_discount(order, None)
    refuse_too_much(order)
    changes = difference(before, describe_order(order))
    book_change(order, "discount", cause, action="discount_order", changes=changes, reason=reason)
    refill_acts(order, cause.at)
    return order


def _refuse(order: Order, percent: Decimal | None, amount: Decimal | None) -> None:
    """What no discount is. Work that is posted keeps its price."""
    if acts.standing_quantity_by_line(order):
        raise DraftRefused(
            _("An act is posted at the present price: unpost it before you change the discount.")
        )
    if percent is not None and amount is not None:
        raise DraftRefused(_("A discount is a percent or an amount, not both."))
    if percent is not None and not (0 < percent <= 100 and percent == round(percent, 2)):
        raise DraftRefused(_("A discount is between 0 and 100 %."))
    if amount is not None:
        _refuse_amount(order, amount)


def _refuse_amount(order: Order, amount: Decimal) -> None:
    if not amount.is_finite() or amount < 0 or amount != round_money(amount, places_of(order.currency)):
        raise DraftRefused(
            _("A discount is an amount above 0, in %(currency)s.") % {"currency": order.currency}
        )
    lines = sum((line.amount for line in order.lines.current()), ZERO)
    if amount > lines:
        raise DraftRefused(
            _("The services come to %(lines)s: a discount cannot be more.")
            % {"lines": money(lines, order.currency)}
        )


def after_discounting(order: Order) -> str:
    """What is said where the order has a discount now."""
    if not order.has_discount:
        return ""
    price = order.priced()
    figures = {
        "discount": money(price.discount, order.currency),
        "price": money(price.preliminary, order.currency),
    }
    return _("The discount is %(discount)s: the order comes to %(price)s.") % figures
