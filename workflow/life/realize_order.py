"""Realize: the closing document is issued and the customer owes the final price."""

from django.db import transaction

from billing.ledger import closing, receivables
from billing.snapshots import closing_snapshot
from customers.models import Counterparty
from lab.cause import Cause
from lab.events import local_day
from orders.models import Order
from workflow.moving import take_step


@transaction.atomic
def realize_order(order_id: int, cause: Cause) -> Order:
    order, event = take_step(order_id, "realize", cause)
    on = local_day(event.at)
    Counterparty.objects.locked(
        order.customer_id
    )  # before the counter that the document's number is drawn from
    document = closing.issue(
        order, customer=order.customer, snapshot=closing_snapshot([order]), event=event, on=on
    )
    receivables.charge(order, document, event=event, on=on)
    return order
