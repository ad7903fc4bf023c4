"""Unrealize: the charge is reversed, a correction document says so, what was paid becomes an advance again."""

from django.db import transaction

from billing.ledger import closing, receivables
from billing.snapshots import correction_snapshot
from lab.cause import Cause
from lab.events import local_day
from orders.models import Order
from workflow.moving import take_step


@transaction.atomic
def unrealize_order(order_id: int, cause: Cause, *, reason: str) -> Order:
    order, event = take_step(order_id, "unrealize", cause, reason=reason)
    on = local_day(event.at)
    reversal = receivables.reverse_charge(order, event=event, on=on)
    document = reversal.document
    snapshot = correction_snapshot(document, order, reason)
    closing.correct(document, order, snapshot=snapshot, event=event, on=on)
    return order
