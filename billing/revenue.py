"""What was charged by day and service and what is owed by age: sums over all customers, one statement each.

What an order brings stands in its closing documents, what it is made of in its acts: written out as SQL, where Django
would ask for each document.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Case, Sum, Value, When

from billing.ageing import LATE, STEPS
from billing.models import OpenDebt

Days = tuple[date, date]

_BY_SERVICE = """
    WITH closed AS (
        SELECT named.order_id, document.issued_on, document.currency, named.amount,
            CASE WHEN document.kind = 'correction' THEN -1 ELSE 1 END AS sign
        FROM billing_closingdocument document
        JOIN billing_closingdocumentorder named ON named.document_id = document.id
        WHERE {days}
    )
    SELECT closed.issued_on, ordered.service_id, closed.currency, SUM(line.amount * closed.sign)
    FROM closed
    JOIN billing_act act ON act.order_id = closed.order_id AND act.posted_on IS NOT NULL
    JOIN billing_actline line ON line.act_id = act.id
    JOIN orders_orderline ordered ON ordered.id = line.line_id
    GROUP BY closed.issued_on, ordered.service_id, closed.currency
    UNION ALL
    SELECT closed.issued_on, NULL, closed.currency, SUM(closed.amount)
    FROM closed GROUP BY closed.issued_on, closed.currency
"""
_WITHIN = "document.issued_on BETWEEN %s AND %s"


def brought_by_day(spans: Sequence[Days]) -> Iterator[tuple[date, int | None, str, int]]:
    """Day, service and currency of what was charged within the spans, and what the acts of these orders say of it, in
    thousandths. Without a service: what the orders brought in all."""
    statement = _BY_SERVICE.replace("{days}", " OR ".join([_WITHIN] * len(spans)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [day for span in spans for day in span])
        rows = cursor.fetchall()
    for day, service, currency, units in rows:
        yield _day(day), service, currency, int(units)


def debts_by_age(today: date) -> dict[tuple[str, str], Decimal]:
    """By currency and age (the columns of ``billing.ageing``), what is open of standing charges."""
    names = ("not_due", *LATE)
    since = (today, *(today - timedelta(days=step) for step in STEPS))
    age = Case(
        *(When(due_on__gte=day, then=Value(name)) for day, name in zip(since, names, strict=False)),
        default=Value(names[-1]),
    )
    rows = OpenDebt.objects.annotate(age=age).values_list("currency", "age")
    return {(currency, aged): total for currency, aged, total in rows.annotate(total=Sum("amount"))}


def _day(day: date | str) -> date:
    """SQLite knows days as text."""
    return day if isinstance(day, date) else date.fromisoformat(day)
