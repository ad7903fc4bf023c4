"""The case of Today: its page beside one aggregate by hand for each of its numbers."""

from django.urls import reverse
from django.utils import timezone

from benchmarks.by_hand import ByHand, page_by_hand
from benchmarks.measuring import Case

AIM, RUNS, MOST_STATEMENTS = 2, 20, 20

_COUNT = "SELECT count(*) FROM orders_order o WHERE"
_WORKING = "('drafting', 'pending', 'production', 'review')"
_OPEN = "('drafting', 'pending', 'production', 'review', 'produced')"
_PRICED = "('pending', 'production', 'review', 'produced')"
_OF_OPEN_TASKS = (
    "SELECT count(DISTINCT o.id) FROM orders_task k JOIN orders_order o ON o.id = k.order_id"
    " LEFT JOIN orders_orderline l ON l.id = k.line_id"
    " WHERE k.state IN ('todo', 'in_progress', 'paused') AND NOT k.is_removed"
    " AND (l.id IS NULL OR NOT l.is_removed) AND o.status IN ('pending', 'production', 'review')"
)
_PRICELESS = (
    "SELECT order_id FROM orders_orderline WHERE unit_price = 0 AND NOT is_removed"
    " UNION SELECT order_id FROM orders_orderline r WHERE r.is_removed AND NOT EXISTS"
    " (SELECT 1 FROM orders_orderline l WHERE l.order_id = r.order_id AND NOT l.is_removed)"
)
_LEFT = (
    "SELECT 1 FROM orders_delivery d WHERE d.order_id = o.id"
    " AND (d.shipped_on IS NOT NULL OR d.delivered_on IS NOT NULL)"
)
_DOCUMENTS = "SELECT count(*) FROM documents_document WHERE NOT is_removed AND state IN"


def numbers() -> dict[str, ByHand]:
    """By the names of the parts of the page, how many there are."""
    today, zone = timezone.localdate().isoformat(), timezone.get_current_timezone_name()
    return {
        "review": ByHand(f"{_COUNT} o.status = 'review'"),
        "late": ByHand(f"{_COUNT} o.status IN {_WORKING} AND COALESCE(o.due_on, '9999-12-31') < %s", [today]),
        "at_risk": ByHand(
            f"{_OF_OPEN_TASKS} AND o.due_on >= %s AND (k.planned_end AT TIME ZONE %s)::date > o.due_on",
            [today, zone],
        ),
        "held": ByHand(f"{_COUNT} o.status = 'pending' AND o.expected_on < %s AND o.awaited <> ''", [today]),
        "unassigned": ByHand(f"{_OF_OPEN_TASKS} AND k.performer_id IS NULL"),
        "unpriced": ByHand(
            f"{_COUNT} o.status IN {_OPEN} AND o.status IN {_PRICED} AND o.id IN ({_PRICELESS})"
        ),
        "to_ship": ByHand(f"{_COUNT} o.status = 'produced' AND NOT EXISTS ({_LEFT})"),
        "realize": ByHand(f"{_COUNT} o.status = 'produced'"),
        "overdue": ByHand("SELECT count(*) FROM billing_opendebt WHERE due_on < %s", [today]),
        "fill": ByHand(f"{_DOCUMENTS} ('filling', 'amending')"),
        "verify": ByHand(f"{_DOCUMENTS} ('finished')"),
        "questions": ByHand("SELECT count(*) FROM payroll_payquestion WHERE answered_id IS NULL"),
    }


def today_by_hand(bench, name: str) -> Case:
    return page_by_hand(
        bench, name, reverse("workflow:today"), list(numbers().values()), AIM, RUNS, MOST_STATEMENTS
    )
