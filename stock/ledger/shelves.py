"""What lies on the shelves while something is decided about it: items locked, their lots, what a unit of each cost."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from stock.allocation import LotStock
from stock.models import Lot, StockItem, StockItemQuerySet, StockMovement, Warehouse


@dataclass(frozen=True)
class Shelf:
    """The lots of one item that hold something, or too little; costs are of one unit, the item's where no lot says."""

    lots: tuple[LotStock, ...]
    last_cost: Decimal | None
    lot_costs: Mapping[str, Decimal]

    def cost_of(self, lot: str) -> Decimal | None:
        return self.lot_costs.get(lot, self.last_cost)

    def on_hand(self, lot: str) -> Decimal:
        """Of that lot; nothing of one that is not there."""
        return next((one.on_hand for one in self.lots if one.name == lot), Decimal(0))


def on_hand() -> StockItemQuerySet:
    """Every item with ``on_hand``, the sum of its movements."""
    return StockItem.objects.with_on_hand()


def lock_items(item_ids: Iterable[int]) -> None:
    """Wait for everybody else who moves the same items; always in the order of their numbers.

    What is on hand has to be read after this: a statement that waited for a lock still sees the sums of before.
    """
    items = StockItem.objects.filter(pk__in=list(item_ids)).order_by("pk")
    list(items.select_for_update(no_key=True).values_list("pk"))


def items_of(warehouse: Warehouse, material_ids: Iterable[int]) -> list[StockItem]:
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


def shelves_of(item_ids: Collection[int], returning: Iterable[StockMovement] = ()) -> dict[int, Shelf]:
    """Item → its shelf, what the ``returning`` movements give back laid on it already. Read after they are locked."""
    items = StockItem.objects.with_last_cost().order_by().filter(pk__in=list(item_ids))
    last_costs = dict(items.values_list("pk", "last_cost"))
    sums = _sums_by_lot(last_costs, returning)
    named = {lot for lots in sums.values() for lot in lots if lot}
    known = {(lot.item_id, lot.name): lot for lot in _lots(last_costs, named)} if named else {}
    return {pk: _shelf(pk, sums[pk], known, last_costs[pk]) for pk in last_costs}


def _sums_by_lot(
    item_ids: Iterable[int], returning: Iterable[StockMovement]
) -> dict[int, dict[str, Decimal]]:
    """Item → lot → what is there, where it is something."""
    sums: dict[int, dict[str, Decimal]] = {pk: defaultdict(Decimal) for pk in item_ids}
    moved = StockMovement.objects.order_by().filter(item__in=list(sums)).values("item", "lot")
    for item, lot, quantity in moved.annotate(total=Sum("quantity")).values_list("item", "lot", "total"):
        sums[item][lot] = quantity
    for row in returning:
        if row.item_id in sums:
            sums[row.item_id][row.lot] -= row.quantity
    return {pk: {lot: quantity for lot, quantity in lots.items() if quantity} for pk, lots in sums.items()}


def _lots(item_ids: Iterable[int], names: Iterable[str]):
    return Lot.objects.filter(item__in=list(item_ids), name__in=list(names)).with_last_cost()


def _shelf(pk: int, sums: dict[str, Decimal], known: dict, last_cost: Decimal | None) -> Shelf:
    lots = []
    for name, quantity in sums.items():
        lot = known.get((pk, name))
        lots.append(LotStock(name, quantity, lot and lot.expires_on, lot.pk if lot else 0))
    rows = [known[pk, name] for name in sums if (pk, name) in known]
    return Shelf(
        tuple(lots), last_cost, {lot.name: lot.last_cost for lot in rows if lot.last_cost is not None}
    )
