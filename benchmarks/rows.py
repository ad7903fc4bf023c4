"""Cases of the rows of the order list: the database's time for them, beside the same rows asked for by hand.

Counts, lines and markers of the page are no part of it; how long they take is said beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from benchmarks.by_hand import ByHand, own_statements, seconds_by_hand
from benchmarks.measuring import Case
from benchmarks.orders_like import order_like
from benchmarks.statements import Statement
from common.folding import fold
from orders.models import Marker, Order, Task
from orders.models.due_keys import DUE_KEY
from orders.states import Status

AIM, DEEP_AIM, RUNS = 1.3, 1.5, 60
PAGE = 50

_SELECT = (
    "SELECT o.id, o.number, o.status, o.awaited, o.expected_on, o.due_on, o.final_price, o.currency,"
    " o.discount_percent, o.discount_amount, o.rush_percent, o.prices_include_tax, o.patient_name,"
    " o.patient_species, o.patient_age, c.name, t.name, o.created_at FROM orders_order o"
    " JOIN customers_counterparty c ON c.id = o.customer_id"
    " LEFT JOIN customers_contact t ON t.id = o.contact_id"
)
_DUE = "COALESCE(o.due_on, '9999-12-31')"
_WORK = (
    "EXISTS (SELECT 1 FROM orders_task k WHERE k.order_id = o.id AND k.performer_id = %s)"
    " AND EXISTS (SELECT 1 FROM orders_order_markers m WHERE m.order_id = o.id AND m.marker_id = %s)"
)
_FOUND = (
    "o.id IN (SELECT id FROM orders_order WHERE search_text LIKE %s"
    " UNION SELECT id FROM orders_order WHERE customer_id IN"
    " (SELECT id FROM customers_counterparty WHERE search_text LIKE %s)"
    " UNION SELECT id FROM orders_order WHERE contact_id IN"
    " (SELECT id FROM customers_contact WHERE search_text LIKE %s))"
)
LIMIT = f"LIMIT {PAGE + 1}"


@dataclass(frozen=True)
class Ask:
    """A page of the list, and its rows by hand."""

    address: str
    by_hand: ByHand


def _ask(asked: dict, where: str, order: str, *params: object) -> Ask:
    where = f" WHERE {where}" if where else ""
    sql = f"{_SELECT}{where} ORDER BY {order} {LIMIT}"
    return Ask(f"{reverse('workflow:order_list')}?{urlencode(asked)}", ByHand(sql, params))


def first() -> Ask:
    return _ask({"status": "all"}, "", "o.id DESC")


def deepest() -> Ask:
    """The page that ends with the first order ever."""
    behind = _last(Order.objects.order_by("pk")).pk
    return _ask({"status": "all", "before": behind}, "o.id < %s", "o.id DESC", behind)


def by_due_date() -> Ask:
    return _ask({"status": "all", "sort": "due"}, "", f"{_DUE}, o.id")


def deepest_by_due_date() -> Ask:
    behind = _last(Order.objects.order_by(DUE_KEY.desc(), "-pk"))
    asked = {"status": "all", "sort": "due", "before": f"{behind.due_on.isoformat()}_{behind.pk}"}
    return _ask(asked, f"({_DUE}, o.id) > (%s, %s)", f"{_DUE}, o.id", behind.due_on.isoformat(), behind.pk)


def five_filters() -> Ask:
    """Of orders in production: somebody's, with a marker, due between two days."""
    today = timezone.localdate()
    days = [(today + timedelta(days=away)).isoformat() for away in (-7, 14)]
    person, marker = _person_and_marker()
    asked = {"status": Status.PRODUCTION, "performer": person, "marker": marker}
    return _ask(
        asked | dict(zip(("due_from", "due_to"), days, strict=True)),
        f"o.status = %s AND {_DUE} >= %s AND {_DUE} <= %s AND {_WORK}",
        f"{_DUE}, o.id",
        *(str(Status.PRODUCTION), *days, person, marker),
    )


def five_filters_of_closed() -> Ask:
    """Of realized orders: somebody's, with a marker, drawn up within a year."""
    today = timezone.localdate()
    days = [today - timedelta(days=away) for away in (400, 35)]
    person, marker = _person_and_marker()
    asked = {"status": Status.REALIZED, "performer": person, "marker": marker}
    return _ask(
        asked | dict(zip(("drawn_from", "drawn_to"), (day.isoformat() for day in days), strict=True)),
        f"o.status = %s AND o.created_at >= %s AND o.created_at < %s AND {_WORK}",
        "o.created_at DESC, o.id DESC",
        *(str(Status.REALIZED), _midnight(days[0]), _midnight(days[1] + timedelta(days=1)), person, marker),
    )


def part_of_a_name() -> Ask:
    part = order_like(Status.REALIZED).patient_name.split()[-1][1:-1]
    folded = f"%{fold(part)}%"
    return _ask({"status": "all", "q": part}, _FOUND, "o.id DESC", folded, folded, folded)


ASKS: dict[str, Callable[[], Ask]] = {
    "rows-first": first,
    "rows-deepest": deepest,
    "rows-five-filters": five_filters,
    "rows-five-closed": five_filters_of_closed,
    "rows-name": part_of_a_name,
    "rows-due": by_due_date,
    "rows-due-deepest": deepest_by_due_date,
}
DEEP = {"deep-to-first": (deepest, first), "due-deep-to-first": (deepest_by_due_date, by_due_date)}


def against_hand(bench, name: str) -> Case:
    """The rows of the page against the same rows by hand."""
    ask = ASKS[name]()
    return _case(bench, name, AIM, ask, lambda: seconds_by_hand([ask.by_hand]))


def against_first(bench, name: str) -> Case:
    """The rows of the deepest page against those of the first."""
    deep, shallow = (make() for make in DEEP[name])
    return _case(bench, name, DEEP_AIM, deep, lambda: _seconds(bench, shallow.address))


def _case(bench, name: str, aim: float, ask: Ask, floor: Callable[[], float]) -> Case:
    return Case(
        name,
        aim,
        RUNS,
        page=lambda: _seconds(bench, ask.address),
        floor=floor,
        look=lambda: [one.seconds for one in own_statements(bench, ask.address)],
        note=lambda: _whole(bench, ask.address),
    )


def _seconds(bench, address: str) -> float:
    return sum(one.seconds for one in own_statements(bench, address) if of_the_rows(one))


def of_the_rows(statement: Statement) -> bool:
    """Whether it finds the rows of the list, or whom the words of a search name."""
    sql = statement.sql
    is_rows = sql.startswith('SELECT "orders_order"."id"') and sql.rstrip().endswith(LIMIT)
    return is_rows or ('FROM "customers_counterparty" WHERE' in sql and "LIKE" in sql)


def _whole(bench, address: str) -> str:
    own = own_statements(bench, address)
    rows, all_of_them = ([one.seconds for one in part] for part in (filter(of_the_rows, own), own))
    return (
        f"all {len(all_of_them)} statements of the page: {sum(all_of_them) * 1000:.1f} ms,"
        f" {len(rows)} of them for the rows"
    )


def _last(orders) -> Order:
    """The last of the page that is read from the other end; of fewer orders the last there is."""
    some = list(orders[: PAGE + 1])
    return some[-1]


def _person_and_marker() -> tuple[int, int]:
    newest = Task.objects.exclude(performer=None).order_by("-pk")[:200]
    person = max({task.performer_id for task in newest})
    return person, Marker.objects.order_by("pk").first().pk


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
