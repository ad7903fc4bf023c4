"""Receipts and counts, as lists."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common.days import day_and_year, moment_and_year
from common.lists import Column, Empty, ListTable, Sort
from common.lists.cells import Drawn, Plain
from stock.lists.tabs import below_stock
from stock.models import Receipt, StockCount


def _taken_back(row: Receipt | StockCount) -> Iterator[tuple[str, str]]:
    if row.is_taken_back:
        yield "", _now("taken back")


RECEIPTS = ListTable(
    name="stock:receipt_list",
    title=_("Receipts"),
    nouns=ngettext_lazy("%(n)s receipt", "%(n)s receipts", "n"),
    rows=lambda viewer: Receipt.objects.with_lines_counted().select_related("event__actor", "warehouse"),
    opens=lambda receipt: reverse("stock:receipt_page", args=[receipt.number]),
    usual_sort="-number",
    columns=(
        Column(
            "number",
            _("Receipt"),
            cell=Plain("stack-head nowrap", opens=True, css_of_link="row-link tabular", tags=_taken_back),
            sort=Sort(None, falling=True),
            fixed=True,
            head="col-corrects",
        ),
        Column("received_on", _("Received on"), cell=Plain("stack-side nowrap"), head="col-day"),
        Column("supplier", _("Supplier"), cell=Plain(sub=lambda receipt: receipt.note)),
        Column("note", _("Note"), usual=False),
        Column("warehouse", _("Warehouse"), "warehouse.name", usual=False),
        Column("lines", _("Lines"), "line_count", Plain("num"), head="num col-short"),
        Column("by", _("Booked by"), "event.actor.name", head="col-acts"),
    ),
    empty=Empty(
        title=_("Nothing was received yet"),
        text=_("Each delivery of materials is one receipt, with its lots."),
        icon="box-arrow-in-down",
        address="stock:receipt_new",
        action=_("Receive materials"),
        needs="receive_stock",
    ),
    templates={"above": "stock/_tabs.html", "actions": "stock/_receipts_actions.html"},
    frame=lambda asked: below_stock("receipts"),
)


def _counted_on(count: StockCount) -> str:
    return day_and_year(count.counted_on) if count.counted_on else moment_and_year(count.event.at)


def _lines(count: StockCount) -> str:
    return _now("%(filled)s of %(total)s") % {"filled": count.filled or 0, "total": count.line_count or 0}


COUNTS = ListTable(
    name="stock:count_list",
    title=_("Counts"),
    nouns=ngettext_lazy("%(n)s count", "%(n)s counts", "n"),
    rows=lambda viewer: StockCount.objects.with_names().with_lines_counted(),
    opens=lambda count: reverse("stock:count_page", args=[count.pk]),
    usual_sort="-count",
    columns=(
        Column(
            "count",
            _("Count"),
            lambda count: count.number or "",
            Drawn(template="stock/_count_number.html"),
            sort=Sort(None, falling=True),
            fixed=True,
        ),
        Column("counted_on", _("Counted on"), _counted_on, Plain("nowrap stack-side")),
        Column("what", _("What is counted"), "warehouse.name", Plain(sub=lambda count: count.note)),
        Column("note", _("Note"), usual=False),
        Column("lines", _("Lines"), _lines, Plain("num nowrap"), head="num"),
        Column(
            "differing",
            _("Differences"),
            lambda count: (count.differing or 0) if count.is_booked else None,
            Plain("num", write=str),
            head="num",
        ),
        Column("by", _("By"), lambda count: (count.booked or count.event).actor.name),
    ),
    empty=Empty(
        title=_("Nothing was counted yet"),
        text=_("A sheet says what should be there; what differs is booked under one number."),
        icon="list-check",
        address="stock:count_new",
        action=_("Open a sheet"),
        needs="count_stock",
    ),
    css="",
    templates={"above": "stock/_tabs.html", "actions": "stock/_counts_actions.html"},
    frame=lambda asked: below_stock("counts"),
)
