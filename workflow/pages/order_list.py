"""The order list: filters, search, sorting, pages, fast at a million orders."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from customers.models import Counterparty
from lab.access import allow
from lab.models import Employee
from lab.permissions import may
from lab.roles import Role
from orders.models import Marker, Order
from workflow.pages.drawn_rows import draw_rows
from workflow.pages.order_filter import DUE, TABS, OrderFilter, chips, named_rows, read_filter
from workflow.pages.order_paging import COUNTED, FIRST, count_up_to, page_of, read_sort
from workflow.pages.order_rows import SHOWN, one_currency, rows_of


@allow("see_orders")
@require_safe
def front(request):
    """The page that opens first: own work for whoever does nothing else, the orders for everybody besides."""
    works = Role.TECHNICIAN in request.user.roles and not may(request.user, "create_order")
    return redirect("workflow:my_work" if works else "workflow:order_list")


@allow("see_orders")
@require_safe
def order_list(request):
    """The whole page, or the rows alone where htmx asks for them."""
    today = timezone.localdate()
    asked = read_filter(request.GET)
    sort, by_moment = read_sort(request.GET, _usual(asked)), asked.by_day_drawn_up
    orders = asked.apply(Order.objects.visible_to(request.user), today)
    listed = orders.values_list(*SHOWN, named=True)
    page = page_of(listed, sort, request.GET, by_moment=by_moment)
    markers, performers = list(Marker.objects.in_use()), list(Employee.objects.performers().only("name"))
    customer = Counterparty.objects.filter(pk=asked.customer).first() if asked.customer else None
    rows = rows_of(page.orders, request.user, today)
    ticks = any(row.tick for row in rows)
    context = {
        "rows": rows,
        "drawn_rows": draw_rows(
            rows,
            see_prices=may(request.user, "see_prices"),
            see_billing=may(request.user, "see_billing"),
            ticks=ticks,
        ),
        "ticks": ticks,
        "currency": one_currency(page.orders),
        "see_prices": may(request.user, "see_prices"),
        "see_billing": may(request.user, "see_billing"),
        "may_create": may(request.user, "create_order"),
        "asked": asked,
        "sort": _own(asked, sort),
        "said": _how_many(count_up_to(orders, _usual(asked), by_moment=by_moment, by_words=bool(asked.q))),
        "tabs": [
            (label, asked.without("status").query(status=name, sort=_own(asked, sort)), name)
            for name, label in TABS
        ],
        "chips": list(chips(asked.without("status"), named_rows(asked, markers, performers, customer))),
        "sorts": _sort_links(asked, sort),
        **_pager(asked, sort, page),
    }
    if _wants_rows_alone(request):
        return push_url(render(request, "workflow/_orders.html", context), _address(request, asked, sort))
    choices = {"markers": markers, "performers": performers, "customer": customer, "dues": DUE}
    return render(request, "workflow/order_list.html", context | choices)


def _address(request, asked: OrderFilter, sort: str) -> str:
    """The address of what is shown, without the fields of the filter form that were left empty."""
    place = {name: request.GET.get(name) for name in ("before", "after")}
    return reverse("workflow:order_list") + asked.query(sort=_own(asked, sort), **place).removesuffix("?")


def _wants_rows_alone(request) -> bool:
    return bool(request.htmx) and not request.htmx.history_restore_request


def _how_many(count: int) -> str:
    if count > COUNTED:
        return _("More than %(n)s orders") % {"n": f"{COUNTED:,}".replace(",", " ")}
    return ngettext("%(n)s order", "%(n)s orders", count) % {"n": count}


def _usual(asked: OrderFilter) -> str:
    """How a list is sorted unless somebody asks otherwise: one narrowed by due date, by due date."""
    return "due" if asked.by_due_date else FIRST


def _own(asked: OrderFilter, sort: str) -> str:
    """What the address says of the sorting: nothing where it is the usual one."""
    return "" if sort == _usual(asked) else sort


def _sort_links(asked: OrderFilter, sort: str) -> dict[str, dict[str, str]]:
    """For the heads of the two columns: where a click leads, and how it is sorted now."""
    links = {}
    for column, first in (("number", "-number"), ("due", "due")):
        other = column if first.startswith("-") else f"-{column}"
        now = {f"-{column}": "descending", column: "ascending"}.get(sort, "")
        links[column] = {"url": asked.query(sort=_own(asked, other if sort == first else first)), "now": now}
    return links


def _pager(asked: OrderFilter, sort: str, page) -> dict[str, str]:
    return {
        "older_url": asked.query(sort=_own(asked, sort), before=page.before) if page.before else "",
        "newer_url": asked.query(sort=_own(asked, sort), after=page.after) if page.after else "",
    }
