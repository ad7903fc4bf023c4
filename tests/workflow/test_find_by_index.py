"""Find anything among many rows: each arm goes along an index, whatever was typed."""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.loader import load, settle
from billing.models import Act, ClosingDocument, Payment, Refund
from catalog.models import Service
from customers.models import Contact, Counterparty, Patient
from documents.models import Document
from lab.models import Employee
from lab.roles import Role
from orders.models import Order
from stock.models import Receipt
from tests.factories.billing import make_payment, make_refund
from tests.factories.customers import make_counterparty
from tests.factories.filling import make_filled
from workflow.pages.finding.shown import groups_for

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ORDERS, MANY = 500, 8_000
MODELS = (
    Order,
    Patient,
    Counterparty,
    Contact,
    Document,
    Act,
    ClosingDocument,
    Payment,
    Refund,
    Receipt,
    Service,
)
SCANNED = re.compile(r"Seq Scan on (\w+)")
NUMBERED = "'Q-' || lpad(n::text, 6, '0')"
OWN = {
    "number": NUMBERED,
    "code": NUMBERED,
    "name": NUMBERED,
    "name_key": NUMBERED,
    "search_text": "' q-' || lpad(n::text, 6, '0') || ' ' || left(md5(n::text), 9)",
}
"""What tells the copies of a row from one another."""


def multiply(model) -> None:
    """Many copies of the first row, in one statement."""
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    told = ", ".join(OWN.get(column, f'"{column}"') for column in columns)
    table, named = model._meta.db_table, ", ".join(f'"{column}"' for column in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no triggers
        cursor.execute(
            f"INSERT INTO {table} ({named}) SELECT {told} FROM generate_series(1, {MANY}) AS n,"
            f" (SELECT * FROM {table} ORDER BY id LIMIT 1) AS copied"
        )


def plan_of(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())


def test_no_arm_reads_a_long_table_from_end_to_end():
    load(ORDERS, timezone.now())
    viewer = Employee.objects.filter(role_grants__role=Role.ADMINISTRATOR).first()
    customer = make_counterparty()
    make_payment(customer), make_refund(customer), make_filled(order=Order.objects.open().first())
    for model in MODELS:
        multiply(model)
    settle()
    long = {model._meta.db_table for model in MODELS}
    for typed in ("winter", "4217", "17", "an", "quillfether", "protocol anna", "tfeld"):
        with CaptureQueriesContext(connection) as asked:
            groups_for(typed, viewer)
        plans = [plan_of(query["sql"]) for query in asked.captured_queries]
        assert plans
        assert {table for plan in plans for table in SCANNED.findall(plan)} & long == set(), (typed, plans)
