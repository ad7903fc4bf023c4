"""The ledger of the stock and the only writer of receipts and movements: what came in, what was used up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import Material
from catalog.usable import refuse_materials
from common.day_bounds import PAST
from common.numbering import draw_number
from common.refusals import Refused
from common.soundness import refuse_odd_day
from common.templatetags.labsite import quantity as as_text
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.models import Event, LabSettings
from orders.models import Order
from stock.facts import MaterialUsed
from stock.models import (
    Receipt,
    StockItem,
    StockItemQuerySet,
    StockMovement,
    StockMovementQuerySet,
    Warehouse,
)

Key = tuple[int, int]
"""Act and item: what is written off once."""

Missing = tuple[Decimal, Decimal]
"""Needed, and on hand."""


@dataclass(frozen=True)
class ReceivedLine:
    """A material that came in, in its own unit; the cost is of one unit, in the lab's currency."""

    material_id: int
    quantity: Decimal
    lot: str = ""
    unit_cost: Decimal | None = None


@dataclass(frozen=True)
class Shortage:
    """A material of which less is on hand than is needed; both in its unit."""

    material_id: int
    material: str
    unit: str
    needed: Decimal
    on_hand: Decimal

    def __str__(self) -> str:
        return _("%(material)s: needed %(needed)s %(unit)s, on hand %(on_hand)s %(unit)s") % {
            "material": self.material,
            "unit": self.unit,
            "needed": as_text(self.needed),
            "on_hand": as_text(self.on_hand),
        }


class NotEnoughStock(Refused):
    """Less is on hand than would be written off; ``shortages`` says of what."""

    def __init__(self, shortages: Sequence[Shortage]):
        self.shortages = tuple(shortages)
        named = "; ".join(str(shortage) for shortage in shortages)
        super().__init__(_("There is not enough in stock. %(materials)s.") % {"materials": named})


class ReceiptRefused(Refused):
    """A receipt that cannot be: without materials, from the future, of nothing."""


def on_hand() -> StockItemQuerySet:
    """Every item with ``on_hand``, the sum of its movements."""
    return StockItem.objects.with_on_hand()


def shortages(due: Sequence[MaterialUsed]) -> list[Shortage]:
    """What would be short if this were written off now. For previews: nothing is locked, so it may change."""
    needed = _needed(due)
    items = on_hand().filter(warehouse=Warehouse.objects.default(), material__in=list(needed))
    kept = {item.material_id: item.on_hand for item in items}
    found = {id_: (quantity, kept.get(id_, Decimal(0))) for id_, quantity in needed.items()}
    return _named({id_: (need, has) for id_, (need, has) in found.items() if need > has})


def write_off(
    source: int,
    due: Sequence[MaterialUsed],
    *,
    order: Order,
    event: Event,
    on: date,
    override_shortage: bool = False,
) -> list[StockMovement]:
    """``write_off_all`` for one act."""
    return write_off_all({source: due}, order=order, event=event, on=on, override_shortage=override_shortage)


@transaction.atomic
def write_off_all(
    due: Mapping[int, Sequence[MaterialUsed]],
    *,
    order: Order,
    event: Event,
    on: date,
    override_shortage: bool = False,
) -> list[StockMovement]:
    """Book what acts of one order used up; ``due`` says for each of them all that shall stand, [] for nothing.

    What stands already as due is left alone; what differs is reversed whole and booked anew with the next version.
    Returns the rows written. Raises ``NotEnoughStock``, unless overridden: then the short movements are flagged.
    """
    needed = {source: _needed(facts) for source, facts in due.items()}
    materials = {material for by_material in needed.values() for material in by_material}
    items = {item.material_id: item.pk for item in _items_of(Warehouse.objects.default(), materials)}
    wanted = {(source, items[id_]): qty for source, uses in needed.items() for id_, qty in uses.items()}
    lock_items({*items.values(), *_written_off_for(due).values_list("item", flat=True)})
    booked = list(_written_off_for(due).select_related("reversed_by"))
    standing = {_key_of(row): row for row in booked if row.is_standing}
    stale = [row for key, row in standing.items() if row.quantity != -wanted.get(key, 0)]
    fresh = {key: qty for key, qty in wanted.items() if key not in standing or standing[key] in stale}
    shelves = _shelves({item_id for _source, item_id in fresh})
    short = _short_items(fresh, stale, shelves)
    if short and not override_shortage:
        raise NotEnoughStock(_named({id_: short[pk] for id_, pk in items.items() if pk in short}))
    cause = {"order": order, "event": event, "moved_on": on}
    rows = [_reversal(row, event, on) for row in stale]
    versions = _last_versions(booked)
    rows += [
        _write_off_row(key, qty, versions[key] + 1, shelves[key[1]], key[1] in short, cause)
        for key, qty in fresh.items()
    ]
    return StockMovement.objects.bulk_create(rows)


def lock_items(item_ids: Iterable[int]) -> None:
    """Wait for everybody else who moves the same items; always in the order of their numbers.

    What is on hand has to be read after this: a statement that waited for a lock still sees the sums of before.
    """
    items = StockItem.objects.filter(pk__in=list(item_ids)).order_by("pk")
    list(items.select_for_update(no_key=True).values_list("pk"))


@transaction.atomic
def receive(
    warehouse: Warehouse,
    lines: Sequence[ReceivedLine],
    *,
    supplier: str,
    received_on: date,
    note: str,
    cause: Cause,
) -> Receipt:
    """Take materials in: one event, one numbered receipt, one movement for each line. Raises ``ReceiptRefused``."""
    if not lines:
        raise ReceiptRefused(_("Name at least one material that came in."))
    if any(line.quantity <= 0 for line in lines):
        raise ReceiptRefused(_("Of each material more than nothing has to come in."))
    if received_on > local_day(cause.at):
        raise ReceiptRefused(_("Materials cannot be received on a day that has not come yet."))
    if any(line.unit_cost is not None and line.unit_cost < 0 for line in lines):
        raise ReceiptRefused(_("A cost is 0 or more."))
    refuse_materials([line.material_id for line in lines])
    refuse_odd_day(received_on, local_day(cause.at), bounds=PAST)
    event = record_event("receive_stock", cause, action="receive_stock")
    items = {item.material_id: item for item in _items_of(warehouse, [line.material_id for line in lines])}
    receipt = Receipt(warehouse=warehouse, supplier=supplier, received_on=received_on, note=note, event=event)
    receipt.take_number(draw_number("receipt", LabSettings.load().receipt_mask, received_on))
    receipt.save()
    StockMovement.objects.bulk_create(_receipt_row(receipt, items[line.material_id], line) for line in lines)
    return receipt


def _needed(due: Sequence[MaterialUsed]) -> dict[int, Decimal]:
    """Quantity by material, in the order of their numbers; several uses of one are added up."""
    needed: dict[int, Decimal] = {}
    for used in sorted(due, key=lambda used: used.material_id):
        if used.quantity <= 0:
            raise ValueError(f"{used} uses nothing up")
        needed[used.material_id] = needed.get(used.material_id, Decimal(0)) + used.quantity
    return needed


def _items_of(warehouse: Warehouse, material_ids: Iterable[int]) -> list[StockItem]:
    """The items of these materials, by number; those never kept there before are made."""
    ids = set(material_ids)
    found = StockItem.objects.filter(warehouse=warehouse, material__in=ids).order_by("pk")
    items = list(found)
    missing = ids - {item.material_id for item in items}
    if not missing:
        return items
    new = [StockItem(warehouse=warehouse, material_id=id_) for id_ in sorted(missing)]
    StockItem.objects.bulk_create(new, ignore_conflicts=True)  # somebody else may make the same ones just now
    return list(found.all())


def _written_off_for(sources: Iterable[int]) -> StockMovementQuerySet:
    return StockMovement.objects.write_offs().filter(source__in=list(sources)).order_by("pk")


def _key_of(row: StockMovement) -> Key:
    return row.source, row.item_id


def _shelves(item_ids: Iterable[int]) -> dict[int, StockItem]:
    """The items with what is on hand and what a unit cost last. Read after they are locked."""
    return on_hand().with_last_cost().order_by().in_bulk(list(item_ids))


def _short_items(
    fresh: Mapping[Key, Decimal], stale: Sequence[StockMovement], shelves: Mapping[int, StockItem]
) -> dict[int, Missing]:
    """Item → (needed, on hand) where too little would be left, what ``stale`` gives back counted in."""
    needed: dict[int, Decimal] = defaultdict(Decimal)
    for (_source, item_id), quantity in fresh.items():
        needed[item_id] += quantity
    available = {pk: shelf.on_hand for pk, shelf in shelves.items()}
    for row in stale:
        if row.item_id in available:
            available[row.item_id] -= row.quantity
    return {pk: (need, available[pk]) for pk, need in needed.items() if need > available[pk]}


def _named(short: Mapping[int, Missing]) -> list[Shortage]:
    """Shortages by material number → (needed, on hand), in the order of the materials' names."""
    materials = Material.objects.filter(pk__in=list(short))
    return [Shortage(m.pk, m.name, m.unit, *short[m.pk]) for m in materials]


def _last_versions(booked: Iterable[StockMovement]) -> dict[Key, int]:
    versions: dict[Key, int] = defaultdict(int)
    for row in booked:
        versions[_key_of(row)] = max(versions[_key_of(row)], row.source_version)
    return versions


def _write_off_row(
    key: Key, quantity: Decimal, version: int, item: StockItem, is_short: bool, cause: dict
) -> StockMovement:
    return StockMovement(
        item=item,
        kind=StockMovement.Kind.WRITE_OFF,
        quantity=-quantity,
        unit_cost=item.last_cost,
        source=key[0],
        source_version=version,
        shortage_overridden=is_short,
        **cause,
    )


def _reversal(row: StockMovement, event: Event, on: date) -> StockMovement:
    return StockMovement(
        item_id=row.item_id,
        kind=row.kind,
        quantity=-row.quantity,
        unit_cost=row.unit_cost,
        order_id=row.order_id,
        source=row.source,
        source_version=row.source_version,
        moved_on=on,
        event=event,
        reverses=row,
    )


def _receipt_row(receipt: Receipt, item: StockItem, line: ReceivedLine) -> StockMovement:
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
