"""Realize many orders at once: one closing document for each customer and currency, under one event.

What cannot be realized says why and stops nobody else.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import reduce

from django.db import transaction
from django.utils.translation import gettext as _

from billing.ledger import closing, receivables
from billing.models import ClosingDocument
from billing.snapshots import closing_snapshot
from common.refusals import Refused
from customers.models import Counterparty
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.models import Event
from orders.ledger import not_before_the_last
from orders.models import Order
from workflow.moving import move_under, refuse_step, require

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
    event = record_event("realize", reduce(_not_before, ready, cause), action="realize")
    together = defaultdict(list)
    for order in ready:
        together[order.customer_id, order.currency].append(order)
    # All customers before the first number is drawn: the counter is the last lock.
    customers = {pk: Counterparty.objects.locked(pk) for pk in sorted({pk for pk, _currency in together})}
    documents: dict[int, ClosingDocument] = {}
    for (pk, _currency), orders in sorted(together.items()):
        try:
            document = _close(orders, customers[pk], event, cause)
        except Refused as refusal:
            refusals |= {order.pk: str(refusal) for order in orders}
        else:
            documents |= {order.pk: document for order in orders}
    closing.record_together(event, documents, refusals)
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


def _not_before(cause: Cause, order: Order) -> Cause:
    return not_before_the_last(order, cause)


@transaction.atomic
def _close(orders: list[Order], customer: Counterparty, event: Event, cause: Cause) -> ClosingDocument:
    """One document for all of them; each is charged and what was paid ahead for it settles it."""
    on = local_day(event.at)
    for order in orders:
        move_under(event, order, "realize", cause)
    document = closing.issue(
        *orders, customer=customer, snapshot=closing_snapshot(orders), event=event, on=on
    )
    for order in orders:
        receivables.charge(order, document, event=event, on=on)
    return document
