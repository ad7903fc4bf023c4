"""What an order shows of the stock: the materials that its acts used up."""

from django.utils.translation import gettext_lazy as _

from common.currencies import places_of
from common.kept_statements import kept
from common.money import ZERO, round_money
from common.panels import Panel
from lab.models import LabSettings
from lab.permissions import may
from stock.models import StockMovement

SHOWN = (
    *("order_id", "quantity", "lot", "shortage_overridden"),
    *("item__material__name", "item__material__unit"),
)


def _written_off(order, *more: str):
    movements = StockMovement.objects.filter(order=order).standing().select_related("item__material")
    return movements.only(*SHOWN, *more).order_by("item__material__name_key", "item", "pk")


_WRITTEN_OFF, _COSTED = kept(_written_off), kept(lambda order: _written_off(order, "unit_cost"))


def order_panel(order, viewer) -> Panel | None:
    """Materials written off for the order, reversed ones left out; their cost only for who may see costs."""
    if not may(viewer, "see_stock"):
        return None
    with_cost = may(viewer, "see_costs")
    currency = LabSettings.load().currency if with_cost else ""
    rows = _rows((_COSTED if with_cost else _WRITTEN_OFF)(order), currency)
    shown: dict = {"rows": rows, "with_cost": with_cost}
    if with_cost and rows:
        shown["total"] = sum((row["cost"] or ZERO for row in rows), ZERO)
        shown["currency"] = currency
    return Panel(
        "materials", _("Materials"), "stock/panels/order.html", shown, len(rows), side=True, is_empty=not rows
    )


def _rows(movements, currency: str) -> list[dict]:
    """One row for each material, in the order of their names; with its cost in the currency, where there is one."""
    rows: dict[int, dict] = {}
    for movement in movements:
        row = rows.setdefault(
            movement.item_id, {"item": movement.item, "quantity": 0, "overridden": False, "lots": {}}
        )
        row["quantity"] -= movement.quantity
        row["overridden"] |= movement.shortage_overridden
        if movement.lot:
            row["lots"][movement.lot] = None
        if currency:
            row["cost"] = _sum(row.get("cost"), movement, places_of(currency))
    return list(rows.values())


def _sum(cost, movement: StockMovement, places: int):
    """The cost so far with that of one more movement; None while nothing is known of it."""
    if movement.unit_cost is None:
        return cost
    return (cost or ZERO) + round_money(-movement.quantity * movement.unit_cost, places)
