"""Automatic control of acts: an automatic order has one draft act for each responsible performer, always up to date."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from billing.ledger import acts
from billing.ledger.acts import ActLineDraft
from catalog.models import MaterialNorm
from orders.models import Order
from orders.parts import parts_by_line, quantity_within
from workflow.acts.credits import responsible_by_line


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
    """Responsible performer -> [(line, quantity that no standing act covers yet)]; nobody's lines are left out."""
    covered = acts.standing_quantity_by_line(order)
    responsible = responsible_by_line(order)
    found = defaultdict(list)
    for line in order.lines.current():
        left = line.quantity - covered.get(line.pk, Decimal(0))
        if line.pk in responsible and left > 0:
            found[responsible[line.pk]].append((line, left))
    return found


def norms_of(lines) -> list[tuple[int, Decimal]]:
    """(material, quantity) that so much of the lines' services and of their parts uses, one row for each material."""
    quantities, parts = defaultdict(Decimal), parts_by_line(line.pk for line, _quantity in lines)
    for line, quantity in lines:
        quantities[line.service_id] += quantity
        for part in parts.get(line.pk, ()):
            quantities[part.service_id] += quantity_within(part, quantity, line.quantity)
    used = defaultdict(Decimal)
    for norm in MaterialNorm.objects.filter(service__in=quantities).order_by("material"):
        used[norm.material_id] += round(norm.quantity * quantities[norm.service_id], 3)
    return [(material, quantity) for material, quantity in used.items() if quantity > 0]
