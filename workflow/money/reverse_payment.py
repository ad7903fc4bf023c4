"""Reverse payment: it was never so. What it paid is open again, and no order holds anything of it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from billing.ledger import receivables
from billing.models import Payment
from billing.standing import orders_of
from common.refusals import Refused
from lab.cause import Cause
from lab.events import local_day
from orders.models import Order
from workflow.money.parts import event_of, lock_orders, tell_orders
from workflow.moving import refuse, require


class UsedMeanwhile(Refused):
    """Between looking and locking somebody gave a part of the payment to another order."""

    def __init__(self, payment: Payment):
        sentence = _("Somebody used payment %(number)s just now. Look at where its money is, then try again.")
        super().__init__(sentence % {"number": payment.number})


@transaction.atomic
def reverse_payment(payment_id: int, cause: Cause, *, reason: str) -> Payment:
    require(cause, "record_payment")
    refuse(None if reason.strip() else _("Say why."))
    payment = Payment.objects.select_related("customer").get(pk=payment_id)
    return reverse_with(payment, lock_orders(part.order.pk for part in orders_of(payment)), cause, reason)


def reverse_with(payment: Payment, orders: Mapping[int, Order], cause: Cause, reason: str) -> Payment:
    """Reverse a payment whose orders, by their ids, are locked already."""
    event = event_of("reverse_payment", cause, orders.values(), reason=reason)
    taken = receivables.reverse_payment(payment, event=event, on=local_day(event.at))
    if any(order.pk not in orders for order, _amount in taken):
        raise UsedMeanwhile(payment)
    tell_orders([(orders[order.pk], -amount) for order, amount in taken], event)
    return payment
