"""What was charged by service and what is owed by age: sums over all customers, one statement each.

What an order brings stands in its closing documents, what it is made of in its acts: written out as SQL, where Django
would ask for each document.
"""

from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Case, Sum, Value, When

from billing.ageing import LATE, STEPS
from billing.models import OpenDebt
from common.fields import MoneyField
from common.money import ZERO

Days = tuple[date, date]

_BY_SERVICE = """
    WITH closed AS (
        SELECT named.order_id, document.currency, named.amount,
            CASE WHEN document.kind = 'correction' THEN -1 ELSE 1 END AS sign,
            CASE WHEN document.issued_on BETWEEN %s AND %s THEN 1 ELSE 0 END AS is_now,
            CASE WHEN document.issued_on BETWEEN %s AND %s THEN 1 ELSE 0 END AS is_before
        FROM billing_closingdocument document
        JOIN billing_closingdocumentorder named ON named.document_id = document.id
        WHERE document.issued_on BETWEEN %s AND %s
    )
    SELECT service.name, closed.currency, SUM(line.amount * closed.sign * closed.is_now),
        SUM(line.amount * closed.sign * closed.is_before)
    FROM closed
    JOIN billing_act act ON act.order_id = closed.order_id AND act.posted_on IS NOT NULL
    JOIN billing_actline line ON line.act_id = act.id
    JOIN orders_orderline ordered ON ordered.id = line.line_id
    JOIN catalog_service service ON service.id = ordered.service_id
    GROUP BY service.id, service.name, closed.currency
    UNION ALL
    SELECT NULL, closed.currency, SUM(closed.amount * closed.is_now), SUM(closed.amount * closed.is_before)
    FROM closed GROUP BY closed.currency
"""


def revenue_by_service(now: Days, before: Days) -> list[tuple[str, str, Decimal, Decimal]]:
    """Service, currency, what it brought within the one days and within the others. Without a name: what the orders
    brought beside their acts."""
    both = (min(now[0], before[0]), max(now[1], before[1]))
    with connection.cursor() as cursor:
        cursor.execute(_BY_SERVICE, [*now, *before, *both])
        rows = cursor.fetchall()
    sums = [(name, currency, _amount(one), _amount(two)) for name, currency, one, two in rows]
    services = [row for row in sums if row[0] is not None]
    return services + list(_besides([row for row in sums if row[0] is None], services))


def _besides(charged, services):
    for _none, currency, now, before in charged:
        own = [row for row in services if row[1] == currency]
        rest = (now - sum((row[2] for row in own), ZERO), before - sum((row[3] for row in own), ZERO))
        if any(rest):
            yield "", currency, *rest


def debts_by_age(today: date) -> dict[tuple[str, str], Decimal]:
    """By currency and age (the columns of ``billing.ageing``), what is open of standing charges."""
    names = ("not_due", *LATE)
    since = (today, *(today - timedelta(days=step) for step in STEPS))
    age = Case(
        *(When(due_on__gte=day, then=Value(name)) for day, name in zip(since, names, strict=False)),
        default=Value(names[-1]),
    )
    rows = OpenDebt.objects.annotate(age=age).values_list("charge__currency", "age")
    return {(currency, aged): total for currency, aged, total in rows.annotate(total=Sum("amount"))}


def _amount(units) -> Decimal:
    return MoneyField().from_db_value(int(units or 0), None, connection)
