"""Finalize: the pay of an order was looked through and is right; sums set by hand are locked from now on."""

from django.db import transaction
from django.utils.translation import gettext as _

from lab.cause import Cause
from orders.models import Order
from payroll.planned import is_final, turn_lock
from workflow.moving import StepRefused, book_change, open_order


@transaction.atomic
def finalize_pay(order_id: int, cause: Cause) -> Order:
    order = open_order(order_id, cause, action="finalize_pay", aspect="final_pay")
    if is_final(order):
        raise StepRefused(_("The pay of this order is finalized already."))
    event = book_change(order, "finalize_pay", cause, action="finalize_pay", changes=[], grows=False)
    turn_lock(order, event=event)
    return order
