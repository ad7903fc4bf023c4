"""Lots, as a list."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common.lists import Column, Empty, ListTable, Sort, Viewer
from common.lists.asked import Asked
from common.lists.cells import Drawn, Plain
from common.lists.filters import search, tick
from stock.lists.tabs import below_stock
from stock.models import Lot
from stock.standing import expiring


def _state_of_lot(lot: Lot) -> Iterator[tuple[str, str]]:
    if lot.on_hand < 0:
        yield "tag-alarm", _now("below zero")
    elif not lot.on_hand:
        yield "", _now("used up")


def _lots_shown(lots: Sequence[Lot], asked: Asked) -> Sequence[Lot]:
    for lot in lots:
        lot.is_expired = lot.has_expired(asked.viewer.today)
    return lots


def _expired(lot: Lot) -> Iterator[tuple[str, str]]:
    if lot.is_expired and lot.expires_on:
        yield "tag-alarm", _now("expired")


def _soon_expired(rows: QuerySet, said: bool, viewer: Viewer) -> QuerySet:
    return rows.filter(pk__in=expiring(viewer.today).order_by().values("pk"))


STOCK_LOTS = ListTable(
    name="stock:lot_list",
    title=_("Lots"),
    nouns=ngettext_lazy("%(n)s lot", "%(n)s lots", "n"),
    rows=lambda viewer: Lot.objects.with_on_hand().select_related("item__material", "item__warehouse"),
    shown=_lots_shown,
    opens=lambda lot: reverse("stock:lot_page", args=[lot.pk]),
    usual_sort=lambda asked: "until" if asked.get("expiring") else "-lot",
    columns=(
        Column(
            "lot",
            _("Lot"),
            "name",
            Plain("stack-head", opens=True, tags=_state_of_lot),
            sort=Sort(None, falling=True),
            fixed=True,
        ),
        Column("material", _("Material"), "item.material.name"),
        Column(
            "until",
            _("Good until"),
            "expires_on",
            Plain("nowrap", tags=_expired),
            sort=Sort("expires_on", nullable=True, index="lots_by_expiry"),
        ),
        Column("on_hand", _("On hand"), cell=Drawn(template="stock/_on_hand_of_lot.html"), head="num"),
        Column("unit", _("Unit"), "item.material.unit", Plain("shrink stack-hide")),
        Column("warehouse", _("Warehouse"), "item.warehouse.name", usual=False),
    ),
    filters=(
        search(finds=_("Lot")),
        tick("expiring", _("Only what is soon no longer good"), _soon_expired),
    ),
    empty=Empty(
        title=_("No lot came in yet"),
        text=_("A lot is named on the receipt that brings it."),
        icon="box-seam",
        none_like_this=_("No lot is like this. Search for a part of its number, or for its material."),
    ),
    css="",
    templates={"above": "stock/_tabs.html", "none": "stock/_lots_none.html"},
    frame=lambda asked: below_stock("expiring" if asked.get("expiring") else "lots"),
)
