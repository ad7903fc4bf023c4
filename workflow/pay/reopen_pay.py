"""Lift the mark of finalized pay, with a reason. Reopening an order does it by itself, under its own event."""

from django.db import transaction
from django.utils.translation import gettext as _

from lab.cause import Cause
from lab.models import Event
from orders.ledger import book_order_event
from orders.models import Order
from payroll.planned import is_final, turn_lock
from workflow.moving import StepRefused, book_change, open_order


@transaction.atomic
def reopen_pay(order_id: int, cause: Cause, *, reason: str) -> Order:
    order = open_order(order_id, cause, action="finalize_pay", aspect="final_pay")
    if not is_final(order):
        raise StepRefused(_("The pay of this order is not finalized."))
    if not reason.strip():
        raise StepRefused(_("Say why."))
    event = book_change(
        order, "reopen_pay", cause, action="finalize_pay", changes=[], reason=reason.strip(), grows=False
    )
    turn_lock(order, event=event)
    return order


def lift_with(order: Order, event: Event) -> None:
    """What reopening the order does to a mark; it leaves a line of its own in the timeline."""
    if is_final(order):
        book_order_event(order, event, "reopen_pay")
        turn_lock(order, event=event)
