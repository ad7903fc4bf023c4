"""What is on hand, as a list."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from common.day_bounds import PAST
from common.dayfields import DayField
from common.days import day_and_year
from common.lists import Column, Empty, Filter, ListTable, Sort, Viewer
from common.lists.asked import Asked
from common.lists.cells import Amount, Drawn, Plain
from common.lists.filters import search, tick
from lab.models import LabSettings
from stock.lists.tabs import ITEMS_URL, above
from stock.models import StockItem
from stock.standing import SHORT, days_left
from stock.worth import last_received, worth_of


def _items_shown(items: Sequence[StockItem], asked: Asked) -> Sequence[StockItem]:
    """How long each lasts, and its warehouse where there are several."""
    lasting = {} if asked.get("day") else days_left(items, asked.viewer.today)
    several = len({item.warehouse_id for item in items}) > 1
    ids = [item.pk for item in items]
    received = last_received(ids, asked.get("day"))
    currency = LabSettings.load().currency
    worth = worth_of(ids, currency, asked.get("day")).of_item if _see_worth(asked) else {}
    for item in items:
        item.received_on, item.worth, item.worth_currency = (
            received.get(item.pk),
            worth.get(item.pk),
            currency,
        )
        item.days_left = lasting.get(item.pk)
        item.lasts = _lasts(item.days_left)
        item.is_short = item.days_left is not None and item.days_left < SHORT
        item.where = item.warehouse.name if several else ""
    return items


def _see_worth(asked: Asked) -> bool:
    """Whether the list says what things cost."""
    return any(column.name == "worth" for column in asked.columns)


def _lasts(days: int | None) -> str:
    """“3 days”, “10 weeks”, “over a year”: no finer than a pace foretells."""
    if days is None:
        return ""
    if days >= 365:
        return _now("over a year")
    if days >= 28:
        return _now("%(n)s weeks") % {"n": days // 7}
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def _state_of_item(item: StockItem) -> Iterator[tuple[str, str]]:
    if item.on_hand < 0:
        yield "tag-alarm", _now("below zero")
    elif not item.on_hand:
        yield "tag-caution", _now("used up")
    elif item.is_low:
        yield "tag-caution", _now("low")


def _items_frame(asked: Asked) -> dict:
    day = asked.get("day")
    note = _now("as it was at the end of %(day)s") % {"day": day_and_year(day)} if day else ""
    return {"note": note, **above("low" if asked.get("low") else "items")}


def _items_context(asked: Asked, rows: Sequence, counts) -> dict:
    """The worth is that of all that the filter finds, whatever the page."""
    told = {"with_days_left": any(item.lasts for item in rows), "is_low": bool(asked.get("low"))}
    if not _see_worth(asked):
        return told
    currency, found = LabSettings.load().currency, asked.rows().order_by().values_list("pk", flat=True)
    return {**told, "currency": currency, "worth": worth_of(found, currency, asked.get("day"))}


def _at_end_of(rows: QuerySet, day: date, viewer: Viewer) -> QuerySet:
    return rows.with_on_hand(day)


ITEMS = ListTable(
    name=ITEMS_URL,
    title=_("Stock"),
    nouns=ngettext_lazy("%(n)s material", "%(n)s materials", "n"),
    rows=lambda viewer: StockItem.objects.select_related("material", "warehouse"),
    shown=_items_shown,
    opens=lambda item: reverse("stock:item_page", args=[item.pk]),
    usual_sort="material",
    columns=(
        Column("code", _("Code"), "material.code", Plain("nowrap quiet stack-hide"), head="col-mark"),
        Column(
            "material",
            _("Material"),
            "material.name",
            Plain("stack-head", opens=True, tags=_state_of_item),
            sort=Sort("material__name_key", index="material_by_name"),
            fixed=True,
            parts=((_("Material"), "material.name"), (_("Warehouse"), "warehouse.name")),
        ),
        Column("warehouse", _("Warehouse"), "where", in_files=False, only_where_said=True),
        Column("minimum", _("Minimum"), cell=Plain("num"), head="num"),
        Column("on_hand", _("On hand"), cell=Drawn(template="stock/_on_hand.html"), head="num"),
        Column("unit", _("Unit"), "material.unit", Plain("shrink stack-hide")),
        Column(
            "worth",
            _("Worth"),
            cell=Amount(currency="worth_currency"),
            needs="see_costs",
            head="num",
        ),
        Column("received", _("Last receipt"), "received_on", Plain("num"), head="num"),
        Column(
            "lasts", _("Lasts"), cell=Drawn(template="stock/_lasts.html"), head="num", only_where_said=True
        ),
    ),
    filters=(
        search(finds=_("Material")),
        Filter(
            "day",
            DayField(label=_("At the end of"), bounds=PAST, required=False),
            _at_end_of,
            unsaid=lambda rows, viewer: rows.with_on_hand(),
        ),
        tick("low", _("Only what is low"), lambda rows, said, viewer: rows.low()),
        tick("short", _("Only what is used up"), lambda rows, said, viewer: rows.filter(on_hand__lte=0)),
    ),
    empty=Empty(
        title=_("The shelves are empty"),
        text=_("A receipt brings the first materials in; posted acts write them off."),
        icon="box-seam",
        none_like_this=_(
            "No material is like this. Clear a filter, or search for a part of the name or code."
        ),
        address="stock:receipt_new",
        action=_("Receive materials"),
        needs="receive_stock",
    ),
    css="",
    templates={
        "above": "stock/_tabs.html",
        "actions": "stock/_items_actions.html",
        "foot": "stock/_items_foot.html",
        "none": "stock/_items_none.html",
    },
    frame=_items_frame,
    context=_items_context,
)
