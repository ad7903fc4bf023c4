"""Correcting one lot of one item, up or down, with a reason: what broke, was lost, was found."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from common.refusals import Refused
from lab.cause import Cause
from lab.events import NotAllowed, local_day, record_event
from lab.permissions import role_for
from stock.allocation import total
from stock.ledger.shelves import Shelf, lock_items, shelves_of
from stock.ledger.shortage import NotEnoughStock, Shortage
from stock.models import Lot, StockItem, StockMovement, Why


class CorrectionRefused(Refused):
    """A correction by nothing, without a reason, or of a lot that is not there."""


@transaction.atomic
def correct(
    item_id: int,
    cause: Cause,
    *,
    lot: str,
    quantity: Decimal,
    why: str,
    note: str = "",
    override_shortage: bool = False,
) -> StockMovement:
    """``quantity`` more (or less, below zero) of the lot. Raises ``NotEnoughStock`` where less would be left than
    nothing, of the lot or of all lots together, unless somebody with the right overrides it."""
    if override_shortage:
        require_override(cause)
    if not quantity:
        raise CorrectionRefused(_("Enter how much more or less there is."))
    if why not in Why.values:
        raise CorrectionRefused(_("Choose the reason."))
    item = StockItem.objects.select_related("material").get(pk=item_id)
    if lot and not Lot.objects.filter(item=item, name=lot).exists():
        raise CorrectionRefused(_("Lot %(lot)s of this material never came in.") % {"lot": lot})
    lock_items([item.pk])
    shelf = shelves_of([item.pk])[item.pk]
    is_over = quantity < 0 and -quantity > free(shelf, lot)
    if is_over and not override_shortage:
        raise NotEnoughStock([_shortage(item, lot, -quantity, free(shelf, lot))])
    event = record_event("correct_stock", cause, action="count_stock", reason=note)
    movement = StockMovement(
        item=item,
        kind=StockMovement.Kind.CORRECTION,
        quantity=quantity,
        lot=lot,
        unit_cost=shelf.cost_of(lot),
        why=why,
        shortage_overridden=is_over,
        moved_on=local_day(cause.at),
        event=event,
    )
    movement.save()
    return movement


def free(shelf: Shelf, lot: str) -> Decimal:
    """How much of the lot may go: what is there of it, and no more than of all lots together."""
    return min(shelf.on_hand(lot), total(shelf.lots))


def require_override(cause: Cause) -> None:
    """Raise ``NotAllowed`` unless the actor may take what is not there."""
    if role_for(cause.actor, "override_shortage") is None:
        raise NotAllowed


def _shortage(item: StockItem, lot: str, needed: Decimal, on_hand: Decimal) -> Shortage:
    material = item.material
    name = _("%(material)s, lot %(lot)s") % {"material": material.name, "lot": lot} if lot else material.name
    return Shortage(material.pk, name, material.unit, needed, on_hand)
