"""Realize many orders at once: one closing document for each customer and currency, under one event.

What cannot be realized says why and stops nobody else.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from billing.ledger import closing, receivables
from common.refusals import Refused
from customers.models import Counterparty
from lab.cause import Cause
from lab.events import record_event
from lab.models import Event
from orders.ledger import not_before_the_last
from orders.models import Order
from workflow.life.realize_order import Group, realize_groups
from workflow.moving import refuse_step, require

MOST = 500
"""Orders of one press: the locks of all are held until the last is charged."""


class NothingTicked(Refused):
    """Nobody said which orders."""

    def __init__(self) -> None:
        super().__init__(_("Tick at least one order."))


class TooMany(Refused):
    """More orders than one press may lock."""

    def __init__(self) -> None:
        super().__init__(_("At most %(most)s orders are realized at once.") % {"most": MOST})


@transaction.atomic
def realize_many(versions: Mapping[int, int | None], cause: Cause) -> Event:
    """Realize the orders, each if it still is as the person saw it (order's id → version; None where none was seen).

    What became of each is booked under the event (``RealizedTogether``).
    """
    require(cause, "realize")
    if not versions:
        raise NothingTicked
    if len(versions) > MOST:
        raise TooMany
    ready, refusals = _sorted_out(versions, cause)
    event = record_event("realize", not_before_the_last(ready, cause), action="realize")
    # All customers before the first number is drawn: the counter is the last lock.
    locked = Counterparty.objects.locked_together({order.customer_id for order in ready})
    groups, refused = _grouped(ready, {customer.pk: customer for customer in locked})
    closing.record_together(event, realize_groups(groups, event, cause), refusals | refused)
    return event


def _sorted_out(versions: Mapping[int, int | None], cause: Cause) -> tuple[list[Order], dict[int, str]]:
    """The locked orders that can be realized, and by id why the others cannot."""
    ready, refusals = [], {}
    for order in Order.objects.locked_together(versions):
        try:
            refuse_step(order, "realize", replace(cause, version=versions[order.pk]))
        except Refused as refusal:
            refusals[order.pk] = str(refusal)
        else:
            ready.append(order)
    return ready, refusals


def _grouped(
    orders: Sequence[Order], customers: Mapping[int, Counterparty]
) -> tuple[list[Group], dict[int, str]]:
    """The orders of each customer and currency, and by order's id why some groups can stand under no document."""
    together: dict[tuple[int, str], list[Order]] = defaultdict(list)
    for order in orders:
        together[order.customer_id, order.currency].append(order)
    groups, refusals, charged = [], {}, receivables.charged_among(orders)
    for (pk, _currency), of_one in sorted(together.items()):
        try:
            closing.refuse_closing(of_one, customers[pk])
            receivables.refuse_charged(of_one, charged)
        except Refused as refusal:
            refusals |= {order.pk: str(refusal) for order in of_one}
        else:
            groups.append(Group(customers[pk], of_one))
    return groups, refusals
