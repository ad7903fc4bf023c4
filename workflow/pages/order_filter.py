"""What the order list is narrowed down to, read from the address. Nonsense in the address narrows nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from common.asked import row_id, words
from common.days import day_and_year
from orders.models import Marker, Order, Task
from orders.states import Status

OPEN = "open"
TABS = [("", _("All")), (OPEN, _("Open")), *Status.choices]
DUE = [("overdue", _("Overdue")), ("today", _("Today")), ("week", _("This week"))]

YEARS = range(1900, 3000)


@dataclass(frozen=True)
class OrderFilter:
    """Empty means everything. ``due`` is one of ``DUE``; the days of a range are included."""

    q: str = ""
    status: str = ""
    customer: int | None = None
    performer: int | None = None
    marker: int | None = None
    due: str = ""
    due_from: date | None = None
    due_to: date | None = None
    drawn_from: date | None = None
    drawn_to: date | None = None

    def __bool__(self) -> bool:
        return any(vars(self).values())

    @property
    def by_due_date(self) -> bool:
        return bool(self.due or self.due_from or self.due_to)

    @property
    def by_day_drawn_up(self) -> bool:
        return bool(self.drawn_from or self.drawn_to)

    def apply(self, orders, today: date):
        """The orders that are left."""
        if self.q:
            orders = orders.matching(self.q)
        if self.status:
            orders = orders.open() if self.status == OPEN else orders.filter(status=self.status)
        if self.customer:
            orders = orders.filter(customer=self.customer)
        if self.performer:
            orders = orders.filter(pk__in=Task.objects.performed_by(self.performer).values("order"))
        if self.marker:
            orders = orders.filter(
                pk__in=Order.markers.through.objects.filter(marker=self.marker).values("order")
            )
        return self._by_days(orders, today)

    def _by_days(self, orders, today: date):
        if self.due == "overdue":
            orders = orders.overdue(today)
        elif self.due == "today":
            orders = orders.due_between(today, today)
        elif self.due == "week":
            monday = today - timedelta(days=today.weekday())
            orders = orders.due_between(monday, monday + timedelta(days=6))
        if self.due_from or self.due_to:
            orders = orders.due_between(self.due_from, self.due_to)
        return orders.drawn_up_between(self.drawn_from, self.drawn_to)

    def without(self, *names: str) -> "OrderFilter":
        return replace(self, **{field.name: field.default for field in fields(self) if field.name in names})

    def query(self, **more) -> str:
        """The part of an address behind the question mark, with its question mark; "" where nothing is asked."""
        asked = {name: value for name, value in (vars(self) | more).items() if value}
        return f"?{urlencode(asked)}" if asked else "?"


def read_filter(query: Mapping[str, str]) -> OrderFilter:
    """The filter that the address asks for."""
    status, due = query.get("status", ""), query.get("due", "")
    return OrderFilter(
        q=words(query),
        status=status if status in dict(TABS) else "",
        customer=row_id(query, "customer"),
        performer=row_id(query, "performer"),
        marker=row_id(query, "marker"),
        due=due if due in dict(DUE) else "",
        **{name: _day(query, name) for name in ("due_from", "due_to", "drawn_from", "drawn_to")},
    )


def chips(asked: OrderFilter, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What the list is narrowed to, in words, each with the address that leaves it out.

    ``names`` says what the chosen customer, performer and marker are called.
    """
    said = {
        "q": f"“{asked.q}”" if asked.q else "",
        "status": dict(TABS)[asked.status] if asked.status else "",
        **{name: names.get(name, "") for name in ("customer", "performer", "marker")},
        "due": _("due: %(when)s") % {"when": dict(DUE)[asked.due]} if asked.due else "",
    }
    for name, text in said.items():
        if text:
            yield str(text), asked.without(name).query()
    for label, first, last in ((_("due"), "due_from", "due_to"), (_("drawn up"), "drawn_from", "drawn_to")):
        days = [day_and_year(day) or "…" for day in (getattr(asked, first), getattr(asked, last))]
        if days != ["…", "…"]:
            yield f"{label} {days[0]} – {days[1]}", asked.without(first, last).query()


def named_rows(asked: OrderFilter, markers: list[Marker], performers: list, customer) -> dict[str, str]:
    """What the chosen rows are called."""
    return {
        "customer": customer.name if customer else "",
        "performer": next((person.name for person in performers if person.pk == asked.performer), ""),
        "marker": next((marker.name for marker in markers if marker.pk == asked.marker), ""),
    }


def _day(query: Mapping[str, str], name: str) -> date | None:
    try:
        day = parse_date(query.get(name, ""))
    except ValueError:
        return None
    return day if day and day.year in YEARS else None
