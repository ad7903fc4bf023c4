"""The list of orders, as a table: what its rows say, how they sort, how they are narrowed."""

from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from common.lists import Column, ListTable, Sort
from common.lists.asked import Asked
from common.lists.cells import Plain, Shaped
from common.lists.counting import Counts
from lab.permissions import may
from orders.models import Order
from orders.models.due_keys import DUE_KEY, OPEN_DUE_KEY
from workflow.pages.order_counts import TABS_COUNTED, count
from workflow.pages.order_files import IN_FILES
from workflow.pages.order_filter import (
    BY_DAY_DRAWN_UP,
    BY_DUE_DAY,
    FILTERS,
    MINE,
    OPEN,
    RETURNED,
    TABS,
    chips,
    is_usual,
    offers,
    usual_sort,
)
from workflow.pages.order_rows import SHOWN, rows_of


def _cell(name: str, *optional: str, **more) -> Shaped:
    return Shaped(template=f"workflow/order_cells/{name}.html", optional=optional, **more)


def _by_index(asked: Asked, sort: Sort) -> Sort:
    """The same sequence, found by another index: by the moment of drawing up, where the list is narrowed by that; by
    the due dates of open orders alone, where it holds no others."""
    if sort.by is None and BY_DAY_DRAWN_UP & asked.said.keys():
        return _DRAWN
    only_open = asked.tab in (OPEN, MINE, RETURNED) and not BY_DUE_DAY & asked.said.keys()
    return _OPEN_BY_DUE if sort.by is DUE_KEY and only_open else sort


def _context(asked: Asked, rows, counts: Counts) -> dict:
    """What the foot of the list and its empty page are told."""
    return {
        "is_usual": is_usual(asked),
        "print_all_says": _print_all_says(counts.total),
        "tick_address": reverse("workflow:print_many"),
        "realizes": any(row.tick_amount for row in rows),
        "print_all": reverse("workflow:print_many") + asked.query(all="yes"),
        "together_all": reverse("workflow:together") + asked.query(all="yes"),
        "may_create": may(asked.viewer.person, "create_order"),
    }


def _print_all_says(count: int) -> str:
    if count > TABS_COUNTED:
        return _now("Print all of them")
    return ngettext("Print the %(n)s order", "Print all %(n)s orders", count) % {"n": count}


_DRAWN = Sort("created_at", falling=True, index="order_by_drawn_up")
_OPEN_BY_DUE = Sort(OPEN_DUE_KEY, index="order_open_by_due")

ORDERS = ListTable(
    name="workflow:order_list",
    title=_("Orders"),
    nouns=ngettext_lazy("%(n)s order", "%(n)s orders", "n"),
    rows=lambda viewer: Order.objects.visible_to(viewer.person),
    reads=SHOWN,
    shown=lambda orders, asked: rows_of(orders, asked.viewer.person, asked.viewer.today),
    in_files=IN_FILES,
    opens=attrgetter("url"),
    columns=(
        Column(
            "number",
            _("Order"),
            cell=Plain("stack-head nowrap", opens=True, css_of_link="row-link tabular"),
            sort=Sort(None, falling=True),
            fixed=True,
            head="order-number",
        ),
        Column("state", _("State"), "state_label", _cell("state", "awaited", "returned"), head="order-state"),
        Column("patient", _("Patient"), "patient", _cell("patient", "patient")),
        Column(
            "customer",
            _("Customer"),
            "customer",
            Plain("row-customer", named=False, title=attrgetter("customer_exact")),
        ),
        Column("contact", _("Ordered by"), "contact", usual=False),
        Column(
            "services",
            _("Services"),
            "services_exact",
            _cell("services", as_is=("markers",)),
            head="order-services",
        ),
        Column(
            "due",
            _("Due"),
            "due_on",
            _cell("due", "due"),
            sort=Sort(DUE_KEY, index="order_by_due"),
            head="order-due",
        ),
        Column(
            "drawn", _("Drawn up"), "created_at", Plain("nowrap"), sort=_DRAWN, usual=False, head="col-day"
        ),
        Column("rush", _("Rush"), "is_rush", usual=False, head="col-short"),
        Column(
            "price",
            _("Price"),
            "amount",
            _cell("price", currency="currency"),
            needs="see_prices",
            head="num order-price",
            head_of_each="num order-price order-price-each",
        ),
        Column(
            "payment",
            _("Payment"),
            "payment",
            _cell("payment", "payment"),
            needs="see_billing",
            head="order-payment",
            only_where_said=True,
        ),
    ),
    filters=FILTERS,
    tabs=TABS,
    chips=chips,
    usual_sort=usual_sort,
    sorted_by=_by_index,
    counts=count,
    tick=_cell("tick", "tick"),
    css="table-lines order-table",
    style="css/order-list.css",
    frame=offers,
    context=_context,
    templates={
        "page": "workflow/order_list.html",
        "filters": "workflow/_order_filters.html",
        "fields": "workflow/_order_fields.html",
        "beside": "workflow/_order_usual.html",
        "foot": "workflow/_orders_foot.html",
        "menu": "workflow/_orders_menu.html",
        "none": "workflow/_orders_none.html",
    },
)
