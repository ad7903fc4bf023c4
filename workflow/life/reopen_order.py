"""Reopen: a produced order goes back to production; automatic acts are unposted, the lock of finalized pay lifted."""

from django.db import transaction

from billing.models import Act
from lab.cause import Cause
from lab.events import local_day
from orders.models import Order
from workflow.acts.automatic_acts import refill_acts
from workflow.acts.booking_acts import unbook_acts
from workflow.moving import take_step
from workflow.pay.reopen_pay import lift_with


@transaction.atomic
def reopen_order(order_id: int, cause: Cause, *, reason: str) -> Order:
    order, event = take_step(order_id, "reopen", cause, reason=reason)
    lift_with(order, event)
    automatic = Act.objects.filter(order=order, is_automatic=True).standing().order_by("pk")
    unbook_acts(list(automatic), order, event, local_day(cause.at))
    refill_acts(order, cause.at)
    return order
