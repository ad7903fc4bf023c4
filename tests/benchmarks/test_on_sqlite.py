"""The benchmark's laboratory on SQLite: as right as on PostgreSQL, and its pages are measured there, too."""

from contextlib import ExitStack

import pytest
from django.db import connection
from django.utils import timezone

from benchmarks import cases
from benchmarks.loader import load, settle
from benchmarks.measuring import measure
from common import triggers
from orders.models import Order
from verification.invariants import violations

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite"),
    pytest.mark.django_db(transaction=True),
]
ORDERS = 60


def _indexes() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'index'")
        return {name for (name,) in cursor.fetchall()}


def test_the_orders_made_in_bulk_leave_the_books_right_and_every_page_is_measured(settings):
    settings.ROOT_URLCONF = "benchmarks.urls"
    before = _indexes()
    load(ORDERS, timezone.now())
    settle()
    assert Order.objects.count() == ORDERS
    assert triggers.missing(connection) == []
    assert _indexes() == before
    assert violations() == {}
    connection.check_constraints()
    with ExitStack() as resources:
        bench = cases.Bench(resources)
        assert set(bench.makers) == cases.ON_SQLITE
        for name in bench.makers:
            measured = measure(bench.case(name), 1)
            assert measured.page > 0 < measured.floor, name
