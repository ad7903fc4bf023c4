"""Automatic control of acts: an automatic order has one draft act for each responsible performer, always up to date."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from billing.ledger import acts
from billing.ledger.acts import ActLineDraft
from catalog.models import MaterialNorm
from orders.models import Order


def refill_acts(order: Order, at: datetime) -> None:
    """Make the draft acts anew from the lines and their tasks; nothing for an order whose acts are made by hand."""
    if not order.acts_automatic or not order.allows("acts"):
        return
    acts.delete_drafts(order)
    for performer, lines in _lines_by_performer(order).items():
        acts.draft_act(
            order,
            performer,
            [ActLineDraft(line.pk, quantity) for line, quantity in lines],
            materials=norms_of(lines),
            automatic=True,
            at=at,
        )


def _lines_by_performer(order: Order) -> dict:
    """Performer -> [(line, quantity that no standing act covers yet)]; tasks without a performer are left out."""
    covered = acts.standing_quantity_by_line(order)
    found = defaultdict(list)
    tasks = order.tasks.current().filter(performer__isnull=False).select_related("line", "performer")
    for task in tasks.order_by("line__position", "pk"):
        left = task.line.quantity - covered.get(task.line_id, Decimal(0))
        if left > 0:
            found[task.performer].append((task.line, left))
    return found


def norms_of(lines) -> list[tuple[int, Decimal]]:
    """(material, quantity) that so much of the lines' services uses, one row for each material."""
    quantities = defaultdict(Decimal)
    for line, quantity in lines:
        quantities[line.service_id] += quantity
    used = defaultdict(Decimal)
    for norm in MaterialNorm.objects.filter(service__in=quantities).order_by("material"):
        used[norm.material_id] += round(norm.quantity * quantities[norm.service_id], 3)
    return [(material, quantity) for material, quantity in used.items() if quantity > 0]
