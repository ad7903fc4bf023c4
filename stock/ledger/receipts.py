"""Taking materials in: one numbered receipt, a movement for each line, and the lots that it names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.usable import refuse_materials
from common.day_bounds import PAST
from common.days import day_in_full
from common.numbering import draw_number
from common.refusals import Refused
from common.soundness import refuse_odd_day
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.models import LabSettings
from stock.ledger.shelves import items_of, lock_items
from stock.models import Lot, Receipt, StockItem, StockMovement, Warehouse
from stock.models.lot import EXPIRIES


@dataclass(frozen=True)
class ReceivedLine:
    """A material that came in, in its own unit; the cost is of one unit, in the lab's currency."""

    material_id: int
    quantity: Decimal
    lot: str = ""
    unit_cost: Decimal | None = None
    expires_on: date | None = None


class ReceiptRefused(Refused):
    """A receipt that cannot be: without materials, from the future, of nothing."""


class AnotherExpiry(ReceiptRefused):
    """A lot came in before, and was good until another day."""

    def __init__(self, lot: Lot, typed: date):
        super().__init__(
            _(
                "Lot %(lot)s of %(material)s is good until %(known)s by an earlier line, not until %(typed)s. Look at "
                "the label again; if the earlier day was wrong, correct it on the page of the lot first."
            )
            % {
                "lot": lot.name,
                "material": lot.item.material.name,
                "known": day_in_full(lot.expires_on),
                "typed": day_in_full(typed),
            }
        )


class ExpiredAlready(ReceiptRefused):
    """Something came in that is no longer good, and nobody has said that this is meant."""

    def __init__(self, lines: Sequence[ReceivedLine]):
        days = ", ".join(day_in_full(day) for day in dict.fromkeys(line.expires_on for line in lines))
        super().__init__(
            _("Something is no longer good: %(days)s. If that is so, tick “Take it in all the same”.")
            % {"days": days}
        )


@transaction.atomic
def receive(
    warehouse: Warehouse,
    lines: Sequence[ReceivedLine],
    *,
    supplier: str,
    received_on: date,
    note: str,
    cause: Cause,
    even_expired: bool = False,
) -> Receipt:
    """Take materials in: one event, one numbered receipt, one movement for each line. Raises ``ReceiptRefused``."""
    if not lines:
        raise ReceiptRefused(_("Name at least one material that came in."))
    _refuse_odd(lines, received_on, local_day(cause.at))
    gone = [line for line in lines if line.expires_on and line.expires_on < received_on]
    if gone and not even_expired:
        raise ExpiredAlready(gone)
    refuse_materials([line.material_id for line in lines])
    refuse_odd_day(received_on, local_day(cause.at), bounds=PAST)
    event = record_event("receive_stock", cause, action="receive_stock")
    items = {item.material_id: item for item in items_of(warehouse, [line.material_id for line in lines])}
    if any(line.lot for line in lines):
        lock_items(item.pk for item in items.values())
        _know_lots([(items[line.material_id], line) for line in lines if line.lot])
    receipt = Receipt(warehouse=warehouse, supplier=supplier, received_on=received_on, note=note, event=event)
    receipt.take_number(draw_number("receipt", LabSettings.load().receipt_mask, received_on))
    receipt.save()
    StockMovement.objects.bulk_create(_row(receipt, items[line.material_id], line) for line in lines)
    return receipt


def _refuse_odd(lines: Sequence[ReceivedLine], received_on: date, today: date) -> None:
    if any(line.quantity <= 0 for line in lines):
        raise ReceiptRefused(_("Of each material more than nothing has to come in."))
    if received_on > today:
        raise ReceiptRefused(_("Materials cannot be received on a day that has not come yet."))
    if any(line.unit_cost is not None and line.unit_cost < 0 for line in lines):
        raise ReceiptRefused(_("A cost is 0 or more."))
    if any(line.expires_on and not line.lot for line in lines):
        raise ReceiptRefused(_("A day until which something is good belongs to a lot: enter the lot too."))
    for line in lines:
        refuse_odd_day(line.expires_on, today, bounds=EXPIRIES)


def _know_lots(named: Iterable[tuple[StockItem, ReceivedLine]]) -> None:
    """Lots that come in for the first time get their row; a day that nobody knew yet is written down."""
    named = list(named)
    rows = Lot.objects.filter(item__in=[item for item, _line in named]).select_related("item__material")
    known: dict[tuple[int, str], Lot] = {(lot.item_id, lot.name): lot for lot in rows}
    for item, line in named:
        _know(known, item, line)


def _know(known: dict[tuple[int, str], Lot], item: StockItem, line: ReceivedLine) -> None:
    lot = known.get((item.pk, line.lot))
    if lot is None:
        known[item.pk, line.lot] = Lot.objects.create(item=item, name=line.lot, expires_on=line.expires_on)
    elif line.expires_on and lot.expires_on is None:
        lot.expires_on = line.expires_on
        lot.save(update_fields=["expires_on"])
    elif line.expires_on and lot.expires_on != line.expires_on:
        raise AnotherExpiry(lot, line.expires_on)


def _row(receipt: Receipt, item: StockItem, line: ReceivedLine) -> StockMovement:
    return StockMovement(
        item=item,
        kind=StockMovement.Kind.RECEIPT,
        quantity=line.quantity,
        receipt=receipt,
        lot=line.lot,
        unit_cost=line.unit_cost,
        moved_on=receipt.received_on,
        event=receipt.event,
    )
