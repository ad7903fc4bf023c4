"""Find anything among many rows: each arm goes along an index, whatever was typed."""

import re

import pytest
from django.db import connection
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
from tests.many_rows import multiply, plan_of
from workflow.pages.finding.shown import groups_for

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ORDERS = 500
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
MOST_PASSED_OVER = 1000
SCANNED = re.compile(r"Seq Scan on (\w+)")


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


def test_letters_that_no_number_has_are_not_looked_for_in_all_of_them():
    """The database takes such a word for a common one, and would go back through all numbers to find five of it."""
    load(ORDERS, timezone.now())
    for model in (Act, ClosingDocument):
        multiply(model)
    settle()
    viewer = Employee.objects.filter(role_grants__role=Role.ADMINISTRATOR).first()
    for typed in ("quillfether", "bc", "bc-2031"):
        with CaptureQueriesContext(connection) as asked:
            groups_for(typed, viewer)
        read = [count for query in asked.captured_queries for count in passed_over(query["sql"])]
        assert max(read, default=0) < MOST_PASSED_OVER, typed


def passed_over(statement: str) -> list[int]:
    """How many rows of numbers each part of the plan read and threw away."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {statement}")
        lines = [line for (line,) in cursor.fetchall()]
    filters = [place for place, line in enumerate(lines) if "Filter:" in line and "number" in line]
    removed = (re.search(r"Rows Removed by Filter: (\d+)", lines[place + 1]) for place in filters)
    return [int(found[1]) for found in removed if found]
