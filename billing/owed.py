"""What all customers owe now, summed by the database: by customer and currency, what is late and what is not.

The one place where SQL is written out: Django would ask for each charge what settles it, where one sum over all
settlements, joined, answers ten times as fast.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from common.fields import MoneyField

_OPEN = """
    SELECT charge.customer_id, customer.name, charge.currency, document.due_on < %s AS is_late, COUNT(*),
        SUM(charge.amount - COALESCE(settled.amount, 0)), MIN(document.due_on), MIN(charge.day)
    FROM billing_receivableentry charge
    JOIN billing_closingdocument document ON document.id = charge.document_id
    JOIN customers_counterparty customer ON customer.id = charge.customer_id
    LEFT JOIN billing_receivableentry reversal ON reversal.reverses_id = charge.id
    LEFT JOIN (
        SELECT order_id, SUM(amount) AS amount FROM billing_allocation WHERE NOT is_advance GROUP BY order_id
    ) settled ON settled.order_id = charge.order_id
    WHERE charge.kind = 'charge' AND charge.reverses_id IS NULL AND reversal.id IS NULL
        AND charge.amount > COALESCE(settled.amount, 0)
    GROUP BY charge.customer_id, customer.name, charge.currency, document.due_on < %s
"""
# Written out whole beside the other: a statement is never put together of pieces.
_ORDERS = """
    SELECT charge.order_id
    FROM billing_receivableentry charge
    LEFT JOIN billing_receivableentry reversal ON reversal.reverses_id = charge.id
    LEFT JOIN (
        SELECT order_id, SUM(amount) AS amount FROM billing_allocation WHERE NOT is_advance GROUP BY order_id
    ) settled ON settled.order_id = charge.order_id
    WHERE charge.kind = 'charge' AND charge.reverses_id IS NULL AND reversal.id IS NULL
        AND charge.amount > COALESCE(settled.amount, 0)
"""
_LATE_ORDERS = """
    SELECT charge.order_id, document.due_on
    FROM billing_receivableentry charge
    JOIN billing_closingdocument document ON document.id = charge.document_id
    LEFT JOIN billing_receivableentry reversal ON reversal.reverses_id = charge.id
    LEFT JOIN (
        SELECT order_id, SUM(amount) AS amount FROM billing_allocation WHERE NOT is_advance GROUP BY order_id
    ) settled ON settled.order_id = charge.order_id
    WHERE charge.kind = 'charge' AND charge.reverses_id IS NULL AND reversal.id IS NULL
        AND charge.amount > COALESCE(settled.amount, 0) AND document.due_on < %s
    ORDER BY document.due_on, charge.order_id
    LIMIT %s
"""
_NO_LIMIT = 2**62


@dataclass(frozen=True)
class Owed:
    """Of one customer in one currency, the open charges that are late, or those that are not. ``due_on`` and ``since``
    (the day of the charge) are those of the oldest."""

    customer_id: int
    customer_name: str
    currency: str
    is_late: bool
    count: int
    open: Decimal
    due_on: date
    since: date


def owed(today: date) -> Iterator[Owed]:
    """Whoever owes something; one query."""
    money = MoneyField()
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [today, today])
        rows = cursor.fetchall()
    for customer, name, currency, is_late, count, units, due_on, since in rows:
        amount = money.from_db_value(int(units), None, connection)
        yield Owed(customer, name, currency, bool(is_late), count, amount, _day(due_on), _day(since))


def orders_owed() -> list[int]:
    """The ids of orders of whose charge something is open; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_ORDERS)
        return [order for (order,) in cursor.fetchall()]


def orders_owed_late(today: date, most: int = _NO_LIMIT) -> list[tuple[int, date]]:
    """The same of those that were to be paid before today, with that day, the longest ago first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_LATE_ORDERS, [today, most])
        return [(order, _day(due_on)) for order, due_on in cursor.fetchall()]


def _day(said: date | str) -> date:
    """SQLite keeps days as text."""
    return said if isinstance(said, date) else date.fromisoformat(said)
