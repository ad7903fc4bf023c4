"""Realize: the closing document is issued and the customer owes the final price."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import prefetch_related_objects

from billing.ledger import closing, receivables
from billing.models import ClosingDocument
from billing.snapshots import closing_snapshots
from customers.models import Counterparty
from lab.cause import Cause
from lab.events import local_day
from lab.models import Event
from orders.models import Order
from workflow.moving import begin_step, move_together


@dataclass(frozen=True)
class Group:
    """Orders that will stand under one closing document."""

    customer: Counterparty
    orders: Sequence[Order]


@transaction.atomic
def realize_order(order_id: int, cause: Cause) -> Order:
    order, event = begin_step(order_id, "realize", cause)
    customer = Counterparty.objects.locked(order.customer_id)
    realize_groups([Group(customer, [order])], event, cause)
    return order


def realize_groups(groups: Sequence[Group], event: Event, cause: Cause) -> dict[int, ClosingDocument]:
    """Move the orders and issue a document for each group; every order is charged, and what was paid ahead for it
    settles that. Gives the documents by the ids of their orders.

    The caller has locked orders and customers. All is moved and read before the first number is drawn: the counter,
    for which others wait, is held no longer than the writing takes.
    """
    if not groups:
        return {}
    on = local_day(event.at)
    orders = [order for group in groups for order in group.orders]
    for group in groups:
        for order in group.orders:
            order.customer = group.customer
    move_together(event, orders, "realize", cause)
    prefetch_related_objects(orders, "contact")
    prefetch_related_objects([group.customer for group in groups], "addresses")
    papers = [
        closing.Closing(group.orders, group.customer, paper)
        for group, paper in zip(groups, closing_snapshots([group.orders for group in groups]), strict=True)
    ]
    issued = closing.issue_together(papers, event=event, on=on)
    documents = {
        order: document for group, document in zip(groups, issued, strict=True) for order in group.orders
    }
    receivables.charge_together(documents, event=event, on=on)
    return {order.pk: document for order, document in documents.items()}
