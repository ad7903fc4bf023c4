"""Rush: the order goes before others, for a surcharge; or no longer."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from common.changes import difference
from common.templatetags.labsite import percent as in_percent
from lab.cause import Cause
from orders.changes import describe_order
from orders.models import Order
from workflow.acts.automatic_acts import refill_acts
from workflow.drawing_up.writing_lines import refuse_too_much
from workflow.drawing_up.writing_orders import rush
from workflow.moving import book_change, open_order


@transaction.atomic
def rush_order(order_id: int, cause: Cause, *, percent: Decimal | None) -> Order:
    """``percent`` is the surcharge on the lines, None for no rush. Drafts of acts are priced anew."""
    order = open_order(order_id, cause, action="rush_order", aspect="rush", versioned=True)
    before = describe_order(order)
    rush(order, percent)
    refuse_too_much(order)
    changes = difference(before, describe_order(order))
    if changes:
        book_change(order, "rush", cause, action="rush_order", changes=changes)
        refill_acts(order, cause.at)
    return order


def after_rushing(order: Order) -> str:
    """What is said where the order is rushed now."""
    if order.rush_percent is None:
        return ""
    if not order.rush_percent:
        return _("The order is rushed, without a surcharge.")
    surcharge = {"percent": in_percent(order.rush_percent)}
    return _("The order is rushed: %(percent)s on its services.") % surcharge
