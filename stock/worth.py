"""What lies on the shelves is worth: each lot at what a unit of it cost, or the item by its last receipt."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Max, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from common.currencies import places_of
from common.money import round_money
from stock.models import StockMovement


@dataclass(frozen=True)
class Worth:
    """Item → the worth of what is on hand; None where nobody said what it cost."""

    of_item: Mapping[int, Decimal | None]

    @property
    def total(self) -> Decimal:
        return sum(filter(None, self.of_item.values()), Decimal(0))

    @property
    def unknown(self) -> int:
        """Of how many items nobody said what they cost."""
        return sum(one is None for one in self.of_item.values())


def worth_of(item_ids: Collection[int], currency: str, at_end_of: date | None = None) -> Worth:
    """Now, or at the end of a day, by what had come in and gone out up to it."""
    costs, last_costs = _costs(item_ids, at_end_of)
    parts: dict[int, list] = {pk: [] for pk in item_ids}
    moved = _up_to(StockMovement.objects.filter(item__in=list(item_ids)), at_end_of).order_by()
    for item, lot, quantity in moved.values_list("item", "lot").annotate(Sum("quantity")):
        cost = costs[item].get(lot) if lot else None
        cost = last_costs.get(item) if cost is None else cost
        if quantity:
            parts[item].append(None if cost is None else quantity * cost)
    places = places_of(currency)
    return Worth(
        {
            pk: None if None in amounts else round_money(sum(amounts, Decimal(0)), places)
            for pk, amounts in parts.items()
        }
    )


def last_received(item_ids: Collection[int], at_end_of: date | None = None) -> dict[int, date]:
    """Item → the day of its last receipt that was not taken back."""
    rows = _receipts(item_ids, at_end_of).order_by().values_list("item")
    return dict(rows.annotate(Max("moved_on")))


def _costs(item_ids, at_end_of) -> tuple[dict[int, dict[str, Decimal]], dict[int, Decimal]]:
    """Item → lot → what a unit of it cost, and item → what a unit cost that came in last."""
    newest = Window(
        RowNumber(),
        partition_by=[F("item"), F("lot")],
        order_by=[F("moved_on").desc(), F("pk").desc()],
    )
    rows = _receipts(item_ids, at_end_of).filter(unit_cost__isnull=False).annotate(newness=newest)
    costs: dict[int, dict[str, Decimal]] = defaultdict(dict)
    last: dict[int, Decimal] = {}
    named = ("item", "lot", "unit_cost")
    for item, lot, cost in rows.filter(newness=1).order_by("moved_on", "pk").values_list(*named):
        costs[item][lot] = last[item] = cost
    return costs, last


def _receipts(item_ids, at_end_of: date | None) -> QuerySet[StockMovement]:
    """What came in and stood then."""
    kept = Q(reversed_by__isnull=True)
    if at_end_of:
        kept |= Q(reversed_by__moved_on__gt=at_end_of)
    found = StockMovement.objects.filter(
        kept, kind=StockMovement.Kind.RECEIPT, item__in=list(item_ids), reverses__isnull=True
    )
    return _up_to(found, at_end_of)


def _up_to(movements: QuerySet[StockMovement], day: date | None) -> QuerySet[StockMovement]:
    return movements.filter(moved_on__lte=day) if day else movements
