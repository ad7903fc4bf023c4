"""Writing off what acts used up, lot by lot, first expiry first; and giving back what they no longer use."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from lab.models import Event
from orders.models import Order
from stock.allocation import Taken, expired, take, total, usable, without
from stock.facts import MaterialUsed
from stock.ledger.rows import reversal_of
from stock.ledger.shelves import Shelf, items_of, lock_items, shelves_of
from stock.ledger.shortage import Missing, NotEnoughStock, Shortage, named
from stock.models import StockItem, StockMovement, StockMovementQuerySet, Warehouse

Key = tuple[int, int]
"""Act and item: what is written off once, of one lot or several."""


@dataclass(frozen=True)
class Told:
    """What every row of one event says."""

    order: Order
    event: Event
    on: date


def shortages(due: Sequence[MaterialUsed], on: date) -> list[Shortage]:
    """What would be short if this were written off now. For previews: nothing is locked, so it may change."""
    needed = _needed(due)
    items = dict(
        StockItem.objects.filter(
            warehouse=Warehouse.objects.default(), material__in=list(needed)
        ).values_list("material", "pk")
    )
    shelves, nothing = shelves_of(set(items.values())), Shelf((), None, {})
    shelf_of = {id_: shelves.get(items.get(id_, 0), nothing) for id_ in needed}
    return named({id_: _missing(needed[id_], shelf, on) for id_, shelf in shelf_of.items()
                  if needed[id_] > usable(shelf.lots, on)})  # fmt: skip


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

    What stands already as due is left alone, of whatever lots; what differs is reversed whole, lot by lot, and taken
    anew with the next version. Returns the rows written. Raises ``NotEnoughStock``, unless overridden: then the
    movements that take too much are flagged.
    """
    needed = {source: _needed(facts) for source, facts in due.items()}
    materials = {material for by_material in needed.values() for material in by_material}
    items = {item.material_id: item.pk for item in items_of(Warehouse.objects.default(), materials)}
    wanted = {(source, items[id_]): qty for source, uses in needed.items() for id_, qty in uses.items()}
    lock_items({*items.values(), *_written_off_for(due).values_list("item", flat=True)})
    booked = list(_written_off_for(due).select_related("reversed_by"))
    standing = _standing(booked)
    stale = [row for key, rows in standing.items() if not _says(rows, wanted.get(key)) for row in rows]
    fresh = {key: qty for key, qty in wanted.items() if not _says(standing.get(key, ()), qty)}
    shelves = shelves_of({item_id for _source, item_id in fresh}, returning=stale)
    short = _short_items(fresh, shelves, on)
    if short and not override_shortage:
        raise NotEnoughStock(named({id_: short[pk] for id_, pk in items.items() if pk in short}))
    told, versions = Told(order, event, on), _last_versions(booked)
    rows = [reversal_of(row, event, on) for row in stale]
    rows += [
        _row(key, part, versions[key] + 1, shelves[key[1]], told) for key, part in _taken(fresh, shelves, on)
    ]
    return StockMovement.objects.bulk_create(rows)


def _needed(due: Sequence[MaterialUsed]) -> dict[int, Decimal]:
    """Quantity by material, in the order of their numbers; several uses of one are added up."""
    needed: dict[int, Decimal] = {}
    for used in sorted(due, key=lambda used: used.material_id):
        if used.quantity <= 0:
            raise ValueError(f"{used} uses nothing up")
        needed[used.material_id] = needed.get(used.material_id, Decimal(0)) + used.quantity
    return needed


def _written_off_for(sources: Iterable[int]) -> StockMovementQuerySet:
    return StockMovement.objects.write_offs().filter(source__in=list(sources)).order_by("pk")


def _key_of(row: StockMovement) -> Key:
    return row.source, row.item_id


def _standing(booked: Iterable[StockMovement]) -> dict[Key, list[StockMovement]]:
    """The rows that stand of each act and item, one for each lot."""
    standing: dict[Key, list[StockMovement]] = {}
    for row in booked:
        if row.is_standing:
            standing.setdefault(_key_of(row), []).append(row)
    return standing


def _says(rows: Iterable[StockMovement], quantity: Decimal | None) -> bool:
    """Whether together they are what is due; nothing is due where it is None."""
    return -sum((row.quantity for row in rows), Decimal(0)) == (quantity or 0)


def _short_items(fresh: Mapping[Key, Decimal], shelves: Mapping[int, Shelf], on: date) -> dict[int, Missing]:
    """Item → what is missing where less may be taken than all the acts together need."""
    needed: dict[int, Decimal] = defaultdict(Decimal)
    for (_source, item_id), quantity in fresh.items():
        needed[item_id] += quantity
    return {
        pk: _missing(need, shelves[pk], on)
        for pk, need in needed.items()
        if need > usable(shelves[pk].lots, on)
    }


def _missing(needed: Decimal, shelf: Shelf, on: date) -> Missing:
    return Missing(needed, total(shelf.lots), expired(shelf.lots, on))


def _taken(
    fresh: Mapping[Key, Decimal], shelves: Mapping[int, Shelf], on: date
) -> Iterable[tuple[Key, Taken]]:
    """Which lots each act gets; what one act took is not there for the next."""
    left = {pk: shelf.lots for pk, shelf in shelves.items()}
    for key, quantity in fresh.items():
        parts = take(left[key[1]], quantity, on)
        left[key[1]] = without(left[key[1]], parts)
        yield from ((key, part) for part in parts)


def _last_versions(booked: Iterable[StockMovement]) -> dict[Key, int]:
    versions: dict[Key, int] = defaultdict(int)
    for row in booked:
        versions[_key_of(row)] = max(versions[_key_of(row)], row.source_version)
    return versions


def _row(key: Key, part: Taken, version: int, shelf: Shelf, told: Told) -> StockMovement:
    return StockMovement(
        item_id=key[1],
        kind=StockMovement.Kind.WRITE_OFF,
        quantity=-part.quantity,
        lot=part.lot,
        unit_cost=shelf.cost_of(part.lot),
        order=told.order,
        source=key[0],
        source_version=version,
        shortage_overridden=part.is_over,
        moved_on=told.on,
        event=told.event,
    )
