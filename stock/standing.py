"""What is read off the books of the stock: what is low or expires, where a lot went, which lots acts used."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Max, QuerySet, Sum

from orders.models import Order
from stock.models import Lot, StockItem, StockMovement

SOON = timedelta(days=30)
"""So long before its day a lot is pointed out."""
PACE = timedelta(days=28)
"""So far back the pace is taken at which a material is used."""
SHORT = 7
"""What lasts fewer days than this is pointed out."""


@dataclass(frozen=True)
class LotUsed:
    """So much of a lot went into something; "" is what has no lot."""

    lot: str
    expires_on: date | None
    quantity: Decimal


def low_count() -> int:
    """How many items have less than they should."""
    return StockItem.objects.filter(minimum__isnull=False).with_on_hand().low().count()


def days_left(items: Collection[StockItem], today: date) -> dict[int, int]:
    """Item → so many whole days its ``on_hand`` lasts at the present pace; without those of which nothing was used."""
    written_off = StockMovement.objects.write_offs().standing().filter(moved_on__gt=today - PACE)
    used = dict(written_off.filter(item__in=items).order_by().values_list("item").annotate(Sum("quantity")))
    return {
        item.pk: max(int(item.on_hand * PACE.days / -used[item.pk]), 0) for item in items if used.get(item.pk)
    }


def expiring(today: date):
    """Lots of which something is there that is no longer good soon, or already: those first."""
    return Lot.objects.good_until(today + SOON).with_on_hand().filter(on_hand__gt=0)


def movements_into_orders(lot: Lot) -> QuerySet:
    """What of the lot stands as written off for orders."""
    moved = StockMovement.objects.filter(item=lot.item_id, lot=lot.name, order__isnull=False)
    return moved.standing().order_by()


def used_by_order(lot: Lot, orders: Iterable[Order]) -> dict[int, tuple[Decimal, date]]:
    """By order, how much of the lot went into it, and the last day."""
    rows = movements_into_orders(lot).filter(order__in=orders).values_list("order")
    summed = rows.annotate(total=Sum("quantity"), used_on=Max("moved_on"))
    return {order: (-total, used_on) for order, total, used_on in summed}


def lots_used_by(sources: Collection[int]) -> dict[tuple[int, int], list[LotUsed]]:
    """(act, material) → the lots that its posting took, first expiry first; of acts that were taken back too."""
    moved = StockMovement.objects.write_offs().filter(source__in=list(sources), reverses__isnull=True)
    rows = list(moved.order_by("pk").values_list("source", "item", "item__material", "lot", "quantity"))
    named = Lot.objects.filter(item__in={row[1] for row in rows}, name__in={row[3] for row in rows})
    days = {(item, name): day for item, name, day in named.values_list("item", "name", "expires_on")}
    used: dict[tuple[int, int], list[LotUsed]] = {}
    for source, item, material, lot, quantity in rows:
        used.setdefault((source, material), []).append(LotUsed(lot, days.get((item, lot)), -quantity))
    return used
