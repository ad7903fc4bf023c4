"""What came in and went out, as lists: of the whole stock, of one material, of one lot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common.lists import Column, Empty, ListTable, Sort, Viewer
from common.lists.asked import Asked
from common.lists.cells import Amount, Plain
from common.lists.filters import choice, period, search
from common.templatetags.labsite import quantity
from lab.models import LabSettings
from orders.models import Order
from stock.lists.tabs import below_stock
from stock.models import Lot, StockMovement, Why
from stock.standing import movements_into_orders, used_by_order


def _rows(viewer: Viewer) -> QuerySet:
    """Who may not see costs does not even have them in memory."""
    found = StockMovement.objects.with_sources().select_related("item__material", "item__warehouse")
    return found if viewer.may("see_costs") else found.defer("unit_cost")


def _rows_of_item(viewer: Viewer, item: int) -> QuerySet:
    return _rows(viewer).filter(item=item)


def _shown(movements: Sequence[StockMovement], asked: Asked) -> Sequence[StockMovement]:
    currency = LabSettings.load().currency
    for one in movements:
        one.in_currency = currency
    return movements


def _shown_of_item(movements: Sequence[StockMovement], asked: Asked) -> Sequence[StockMovement]:
    """With what was on hand after each: carried on from what stood before the first of them, whatever is left out."""
    if not movements:
        return movements
    ids = [one.pk for one in movements]
    first, last = min(ids), max(ids)
    ledger = StockMovement.objects.filter(item=asked.args[0]).order_by("pk")
    stood = ledger.filter(pk__lt=first).aggregate(total=Sum("quantity"))["total"] or Decimal(0)
    after = {}
    for pk, moved in ledger.filter(pk__range=(first, last)).values_list("pk", "quantity"):
        after[pk] = stood = stood + moved
    for one in movements:
        one.balance = after[one.pk]
    return _shown(movements, asked)


def _source(movement: StockMovement) -> str:
    behind = movement.receipt or movement.count or movement.order
    return behind.number if behind else movement.says


def _opens(movement: StockMovement) -> str:
    """Nothing explains a correction but itself."""
    if movement.receipt:
        return reverse("stock:receipt_page", args=[movement.receipt.number])
    if movement.count:
        return reverse("stock:count_page", args=[movement.count_id])
    return reverse("workflow:order_page", args=[movement.order.number]) if movement.order else ""


def _became(movement: StockMovement) -> Iterator[tuple[str, str]]:
    if movement.reverses_id:
        yield "", _now("taken back")
    elif movement.is_reversed:
        yield "", _now("taken back later")
    if movement.shortage_overridden:
        yield "tag-caution", _now("shortage overridden")


def _signed(moved: Decimal) -> str:
    return f"+{quantity(moved)}" if moved > 0 else quantity(moved)


_MATERIAL = Column("material", _("Material"), "item.material.name")
_BALANCE = Column("balance", _("On hand after"), cell=Plain("num", write=quantity), head="num")
_COLUMNS = (
    Column(
        "day",
        _("Date"),
        "moved_on",
        Plain("nowrap stack-side"),
        sort=Sort("moved_on", falling=True, index="movement_by_day"),
        head="col-day",
    ),
    Column(
        "movement",
        _("Movement"),
        lambda movement: movement.get_kind_display(),
        Plain("stack-head", tags=_became),
        fixed=True,
    ),
    _MATERIAL,
    Column(
        "source",
        _("Where from, where to"),
        _source,
        Plain(opens=True, css_of_link="row-link tabular", title=lambda movement: movement.event.actor.name),
    ),
    Column("lot", _("Lot")),
    Column("by", _("Booked by"), "event.actor.name", usual=False),
    Column("warehouse", _("Warehouse"), "item.warehouse.name", usual=False),
    Column(
        "cost",
        _("Cost of one"),
        "unit_cost",
        Amount(currency="in_currency"),
        needs="see_costs",
        head="num",
    ),
    Column("quantity", _("Quantity"), cell=Plain("num", write=_signed), head="num"),
    Column("unit", _("Unit"), "item.material.unit", Plain("shrink")),
)

MOVEMENTS = ListTable(
    name="stock:movement_list",
    title=_("Stock movements"),
    nouns=ngettext_lazy("%(n)s movement", "%(n)s movements", "n"),
    rows=_rows,
    shown=_shown,
    opens=_opens,
    usual_sort="-booked",
    sorts={"booked": Sort(None, falling=True)},
    columns=_COLUMNS,
    filters=(
        search("item__material__search_text", finds=_("Material")),
        choice("kind", _("Movement"), StockMovement.Kind.choices),
        choice("why", _("Reason"), Why.choices),
        *period("moved_on"),
    ),
    empty=Empty(
        title=_("Nothing has moved yet"),
        text=_("A receipt brings the first materials in; posted acts write them off."),
        icon="arrow-left-right",
        none_like_this=_("No movement is like this. Clear a filter."),
    ),
    css="",
    templates={"above": "stock/_tabs.html"},
    frame=lambda asked: below_stock("movements"),
)
"""The latest first, as they were booked."""

MOVEMENTS_OF_ITEM = replace(
    MOVEMENTS,
    name="stock:item_page",
    rows=_rows_of_item,
    shown=_shown_of_item,
    columns=(*(one for one in _COLUMNS if one is not _MATERIAL), _BALANCE),
    filters=MOVEMENTS.filters[1:],
    empty=Empty(
        title=_("This material has not moved yet"),
        text=_("A receipt brings the first materials in; posted acts write them off."),
        icon="box-seam",
        none_like_this=_("No movement is like this. Clear a filter."),
    ),
    templates={"page": "stock/item_page.html"},
    frame=lambda asked: {},
)


# --- where a lot went ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Used:
    """An order that the lot went into: how much of it in all, and the last day."""

    order: Order
    quantity: Decimal
    used_on: date
    unit: str

    @property
    def number(self) -> str:
        return self.order.number


def _lot(pk: int) -> Lot | None:
    return Lot.objects.filter(pk=pk).select_related("item__material").first()


def _orders_with(viewer: Viewer, pk: int) -> QuerySet:
    lot = _lot(pk)
    found = Order.objects.select_related("customer")
    return found.filter(pk__in=movements_into_orders(lot).values("order")) if lot else found.none()


def _used_shown(orders: Sequence[Order], asked: Asked) -> list[Used]:
    lot = _lot(asked.args[0])
    if lot is None or not orders:
        return []
    used = used_by_order(lot, orders)
    return [Used(order, *used[order.pk], lot.item.material.unit) for order in orders]


ORDERS_WITH_LOT = ListTable(
    name="stock:lot_page",
    title=_("Where it went"),
    nouns=ngettext_lazy("%(n)s order", "%(n)s orders", "n"),
    rows=_orders_with,
    shown=_used_shown,
    opens=lambda row: reverse("workflow:order_page", args=[row.number]),
    usual_sort="-order",
    columns=(
        Column(
            "order",
            _("Order"),
            "number",
            Plain("stack-head nowrap", opens=True, css_of_link="row-link tabular"),
            sort=Sort(None, falling=True),
            fixed=True,
        ),
        Column("customer", _("Customer"), "order.customer.name"),
        Column("patient", _("Patient"), "order.patient_name", Plain(sub=lambda row: row.order.patient_owner)),
        Column("owner", _("Owner"), "order.patient_owner", usual=False),
        Column("used_on", _("Used on"), cell=Plain("nowrap")),
        Column("quantity", _("Quantity"), cell=Plain("num", write=quantity), head="num"),
        Column("unit", _("Unit"), cell=Plain("shrink")),
    ),
    empty=Empty(title=_("Nothing of it went into an order."), text="", icon="box-seam"),
    css="",
    templates={"page": "stock/lot_page.html"},
)
"""Whoever has to be told of a lot that is called back."""
