"""Rush: the order goes before others, for a surcharge; or no longer."""

from decimal import Decimal

from django.db import transaction

from common.changes import difference
from lab.cause import Cause
from orders.changes import describe_order
from orders.models import Order
from workflow.acts.automatic_acts import refill_acts
from workflow.drawing_up.writing_orders import rush
from workflow.moving import book_change, open_order


@transaction.atomic
def rush_order(order_id: int, cause: Cause, *, percent: Decimal | None) -> Order:
    """``percent`` is the surcharge on the lines, None for no rush. Drafts of acts are priced anew."""
    order = open_order(order_id, cause, action="rush_order", aspect="rush", versioned=True)
    before = describe_order(order)
    rush(order, percent)
    changes = difference(before, describe_order(order))
    if changes:
        book_change(order, "rush", cause, action="rush_order", changes=changes)
        refill_acts(order, cause.at)
    return order
