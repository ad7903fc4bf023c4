"""Taking back a receipt or a count whole: a movement for each of its movements, one to one."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from common.refusals import Refused
from common.templatetags.labsite import quantity as as_text
from lab.cause import Cause
from lab.events import local_day, record_event
from stock.allocation import total
from stock.ledger.corrections import require_override
from stock.ledger.rows import reversal_of
from stock.ledger.shelves import lock_items, shelves_of
from stock.models import Receipt, StockMovement


class ReversalRefused(Refused):
    """Nothing stands that could be taken back, or nobody says why."""


class UsedAlready(Refused):
    """Some of what would go is not there any more; says of what how much is missing."""

    def __init__(self, missing: Iterable[tuple[StockMovement, Decimal]]):
        named = "; ".join(_named(row, quantity) for row, quantity in missing)
        super().__init__(
            _("Some of it is used already, so it cannot be taken back: %(materials)s.") % {"materials": named}
        )


@transaction.atomic
def reverse_receipt(
    receipt_id: int, cause: Cause, *, reason: str, override_shortage: bool = False
) -> list[StockMovement]:
    """Everything that came in with the receipt goes again. Raises ``UsedAlready`` unless overridden."""
    receipt = Receipt.objects.get(pk=receipt_id)
    return reverse_movements(
        receipt.movements.all(),
        cause,
        verb="reverse_receipt",
        action="receive_stock",
        reason=reason,
        override_shortage=override_shortage,
    )


def reverse_movements(
    rows, cause: Cause, *, verb: str, action: str, reason: str, override_shortage: bool
) -> list[StockMovement]:
    """Take back the movements that are no reversals themselves. Call inside a transaction."""
    if override_shortage:
        require_override(cause)
    if not reason.strip():
        raise ReversalRefused(_("Say why it is taken back."))
    own = rows.filter(reverses__isnull=True).select_related("item__material").order_by("pk")
    lock_items(own.values_list("item", flat=True))
    standing = list(own.filter(reversed_by__isnull=True))
    if not standing:
        raise ReversalRefused(_("It is taken back already, or nothing of it was booked."))
    missing = _missing(standing)
    if missing and not override_shortage:
        raise UsedAlready(missing)
    event = record_event(verb, cause, action=action, reason=reason)
    over = {row.pk for row, _quantity in missing}
    day = local_day(cause.at)
    return StockMovement.objects.bulk_create(
        reversal_of(row, event, day, is_over=row.pk in over) for row in standing
    )


def _missing(rows: list[StockMovement]) -> list[tuple[StockMovement, Decimal]]:
    """The rows whose going would leave less than nothing of their lot, or of all lots of their item."""
    shelves = shelves_of({row.item_id for row in rows})
    by_lot: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    by_item: dict[int, Decimal] = defaultdict(Decimal)
    for row in rows:
        by_lot[row.item_id, row.lot] += row.quantity
        by_item[row.item_id] += row.quantity
    found: dict[tuple[int, str], tuple[StockMovement, Decimal]] = {}
    for row in rows:
        shelf = shelves[row.item_id]
        lacks = by_lot[row.item_id, row.lot] - shelf.on_hand(row.lot)
        lacks = max(lacks, by_item[row.item_id] - total(shelf.lots))
        if row.quantity > 0 and lacks > 0:
            found.setdefault((row.item_id, row.lot), (row, min(lacks, row.quantity)))
    return list(found.values())


def _named(row: StockMovement, missing: Decimal) -> str:
    said = {
        "material": row.item.material.name,
        "lot": row.lot,
        "missing": as_text(missing),
        "came": as_text(row.quantity),
        "unit": row.item.material.unit,
    }
    if row.lot:
        return _("%(material)s, lot %(lot)s: %(missing)s of %(came)s %(unit)s") % said
    return _("%(material)s: %(missing)s of %(came)s %(unit)s") % said
