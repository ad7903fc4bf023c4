"""The case of the dashboard: its page beside one aggregate by hand for each of its charts, over the same two years."""

from datetime import timedelta
from io import StringIO
from time import perf_counter

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from benchmarks.by_hand import ByHand, page_by_hand
from benchmarks.measuring import Case
from sums.moments import midnight
from sums.spans import DAY
from workflow.pages.dashboard.periods import USUAL, quick

AIM, RUNS, MOST_STATEMENTS = 2, 5, 40
DAYS_AHEAD = 14

_PRODUCED = """
    SELECT (o.created_at AT TIME ZONE %s)::date, (e.at AT TIME ZONE %s)::date, count(*), count(o.due_on),
        count(*) FILTER (WHERE o.due_on >= (e.at AT TIME ZONE %s)::date)
    FROM orders_orderevent m JOIN lab_event e ON e.id = m.event_id JOIN orders_order o ON o.id = m.order_id
    WHERE m.verb = 'produce' AND e.at >= %s AND e.at < %s
    AND NOT EXISTS (SELECT 1 FROM orders_orderevent u WHERE u.order_id = m.order_id AND u.id > m.id
        AND u.from_status = 'produced' AND u.to_status IN ('production', 'review'))
    GROUP BY 1, 2
"""
_OPEN = """
    SELECT status, count(*) FROM orders_order
    WHERE status IN ('drafting', 'pending', 'production', 'review', 'produced') GROUP BY status
"""
_MOVES = """
    SELECT date_trunc('month', e.at AT TIME ZONE %s), m.from_status, m.to_status, count(*)
    FROM lab_event e JOIN orders_orderevent m ON m.event_id = e.id
    WHERE m.to_status <> '' AND e.at >= %s GROUP BY 1, 2, 3
"""
_LOAD = """
    SELECT k.performer_id, (k.planned_start AT TIME ZONE %s)::date, sum(k.minutes)
    FROM orders_task k JOIN orders_order o ON o.id = k.order_id
    WHERE k.state IN ('todo', 'in_progress', 'paused') AND NOT k.is_removed
    AND k.planned_end > %s AND k.planned_start < %s
    AND o.status IN ('drafting', 'pending', 'production', 'review') GROUP BY 1, 2
"""
_REWORKS = """
    SELECT m.verb, e.reason, date_trunc('month', e.at AT TIME ZONE %s), count(*)
    FROM orders_orderevent m JOIN lab_event e ON e.id = m.event_id
    WHERE m.verb IN ('return_to_production', 'reopen') AND e.at >= %s AND e.at < %s GROUP BY 1, 2, 3
"""
_BY_CUSTOMER = """
    SELECT c.name, d.currency, sum(d.total) FILTER (WHERE d.issued_on >= %s),
        sum(d.total) FILTER (WHERE d.issued_on < %s)
    FROM billing_closingdocument d JOIN customers_counterparty c ON c.id = d.customer_id
    WHERE d.issued_on BETWEEN %s AND %s GROUP BY c.id, d.currency
"""
_BY_SERVICE = """
    SELECT s.name, d.currency, sum(a.amount) FILTER (WHERE d.issued_on >= %s),
        sum(a.amount) FILTER (WHERE d.issued_on < %s)
    FROM billing_closingdocument d JOIN billing_closingdocumentorder n ON n.document_id = d.id
    JOIN billing_act t ON t.order_id = n.order_id AND t.posted_on IS NOT NULL
    JOIN billing_actline a ON a.act_id = t.id JOIN orders_orderline l ON l.id = a.line_id
    JOIN catalog_service s ON s.id = l.service_id
    WHERE d.issued_on BETWEEN %s AND %s GROUP BY s.id, d.currency
"""
_DEBTS = """
    SELECT e.currency, width_bucket(%s - b.due_on, ARRAY[1, 31, 61, 91]), sum(b.amount)
    FROM billing_opendebt b JOIN billing_receivableentry e ON e.id = b.charge_id GROUP BY 1, 2
"""
_PRICE = """
    SELECT date_trunc('month', t.posted_on), sum(a.amount - a.added_tax)
    FROM billing_act t JOIN billing_actline a ON a.act_id = t.id JOIN orders_order o ON o.id = t.order_id
    WHERE t.posted_on BETWEEN %s AND %s AND o.currency = 'EUR' GROUP BY 1
"""
_PAY = """
    SELECT date_trunc('month', p.earned_on), sum(p.amount)
    FROM payroll_payrollentry p JOIN orders_order o ON o.id = p.order_id
    WHERE p.earned_on BETWEEN %s AND %s AND o.currency = 'EUR' GROUP BY 1
"""
_MATERIALS = """
    SELECT date_trunc('month', w.moved_on), sum(w.quantity * w.unit_cost)
    FROM stock_stockmovement w JOIN orders_order o ON o.id = w.order_id
    WHERE w.kind = 'write_off' AND w.unit_cost IS NOT NULL AND w.moved_on BETWEEN %s AND %s
    AND o.currency = 'EUR' GROUP BY 1
"""


def aggregates() -> dict[str, ByHand]:
    """What the charts of the usual period say, each by itself."""
    today, zone = timezone.localdate(), timezone.get_current_timezone_name()
    period = quick(USUAL, today)
    first, last = period.before_first, period.last
    moments = [midnight(first), midnight(last + DAY)]
    both, turn = [first, last], [period.first, period.first]
    ahead = [midnight(today), midnight(today + timedelta(days=DAYS_AHEAD))]
    return {
        "produced": ByHand(_PRODUCED, [zone, zone, zone, *moments]),
        "open": ByHand(_OPEN),
        "moves": ByHand(_MOVES, [zone, midnight(period.steps[0].last + DAY)]),
        "load": ByHand(_LOAD, [zone, *ahead]),
        "reworks": ByHand(_REWORKS, [zone, *moments]),
        "by_customer": ByHand(_BY_CUSTOMER, [*turn, *both]),
        "by_service": ByHand(_BY_SERVICE, [*turn, *both]),
        "debts": ByHand(_DEBTS, [today]),
        "price": ByHand(_PRICE, both),
        "pay": ByHand(_PAY, both),
        "materials": ByHand(_MATERIALS, both),
    }


def reckon() -> None:
    """As a laboratory at work has them: its worker does so each hour."""
    began = perf_counter()
    call_command("reckon_sums", stdout=StringIO())
    print(f"sums reckoned in {perf_counter() - began:.1f} s", flush=True)


def dashboard_by_hand(bench, name: str) -> Case:
    reckon()
    return page_by_hand(
        bench, name, reverse("workflow:dashboard"), list(aggregates().values()), AIM, RUNS, MOST_STATEMENTS
    )
