"""What is written by hand says the same as the page that is set against it."""

import csv
import io
import json
import re
import zipfile
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from benchmarks import clock, dashboard, exports, rows, today
from benchmarks.measuring import line_of, measure, timed
from benchmarks.results import Results, Smaller
from billing.revenue import debts_by_age
from orders.models import Order, OrderEvent
from sums.figures import BROUGHT
from sums.reading import Sums
from workflow.pages.dashboard.periods import USUAL, quick
from workflow.pages.today.reading import told_to

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROW = re.compile(r'class="row-link tabular" href="/orders/([^/]+)/"')
NUMBER = 1


def test_the_rows_by_hand_are_those_of_the_page_which_asks_for_them_once(bench):
    for name, make in rows.ASKS.items():
        ask = make()
        shown = ROW.findall(bench.get(ask.address).body.decode())
        assert [row[NUMBER] for row in ask.by_hand.rows()][: rows.PAGE] == shown, name
        assert shown or "five" in name  # of two hundred orders none need be like that
        own = list(filter(rows.of_the_rows, rows.own_statements(bench, ask.address)))
        assert len(own) == (2 if name == "rows-name" else 1), name  # a word is looked up first


def test_every_page_is_set_against_what_is_written_by_hand(bench):
    for name in (*rows.ASKS, *rows.DEEP, "today", "dashboard"):
        measured = measure(bench.case(name), 1)
        assert measured.page > 0 < measured.floor, name
        assert measured.statements <= (measured.case.most_statements or measured.statements), name
        assert " ms " in line_of(measured)


def test_the_numbers_of_today_by_hand_are_those_of_the_page(bench):
    told = {one.name: one.count for one in told_to(bench.viewer, timezone.now())}
    assert {name: one.rows()[0][0] for name, one in today.numbers().items()} == told
    assert sum(told.values()) > 0


def test_the_sums_of_the_dashboard_by_hand_are_those_of_its_charts(bench):
    found = {name: one.rows() for name, one in dashboard.aggregates().items()}
    period = quick(USUAL, timezone.localdate())
    days = (period.first, period.last), (period.before_first, period.before_last)
    charged = [
        sum(row[-1] for row in Sums(kept=False).rows(BROUGHT, [span]) if row[1] is None) for span in days
    ]
    assert _charged(found["by_customer"]) == _charged(found["by_service"]) == charged
    assert any(charged)
    owed = sum(debts_by_age(timezone.localdate()).values())
    assert Decimal(int(sum(row[-1] for row in found["debts"]))) / 1000 == owed
    assert dict(found["open"]) == {
        status: Order.objects.filter(status=status).count() for status in dict(found["open"])
    }
    assert 0 < sum(row[2] for row in found["produced"]) <= OrderEvent.objects.filter(verb="produce").count()


def test_the_file_by_hand_holds_what_the_file_of_the_list_holds(bench):
    sent = b"".join(bench.browser.pieces(exports.address_of("csv"))).decode("utf-8-sig")
    own = b"".join(exports.csv_by_hand(exports.rows_by_hand(exports.since()))).decode()
    shown, by_hand = ([_compared(row) for row in csv.reader(io.StringIO(text))] for text in (sent, own))
    assert shown == by_hand
    assert len(shown) == Order.objects.count() + 1


def test_both_exports_are_weighed(bench):
    sent = b"".join(exports.xlsx_by_hand(exports.rows_by_hand(exports.since())))
    sheet = zipfile.ZipFile(io.BytesIO(sent)).read("sheet1.xml")
    assert sheet.count(b"<row>") == Order.objects.count() + 1
    for name in ("export-csv", "export-xlsx"):
        assert "memory grew by" in line_of(measure(bench.case(name), 1))


def test_what_is_kept_of_a_run_tells_how_much_slower_a_larger_laboratory_is(bench, tmp_path):
    file = tmp_path / "small.json"
    results = Results(file, orders=10)
    measured = measure(bench.case("rows-first"), 1)
    results.add(measured)
    told = json.loads(file.read_text())
    told["cases"]["rows-first"]["page"] /= 2
    smaller = Smaller(told)
    assert smaller.growth(measured) == pytest.approx(2)
    assert "10 to 20 orders 1 cases, 1 of them" in smaller.summary(20)
    assert Smaller({"orders": 10, "cases": {}}).growth(measured) is None


def test_processor_time_is_that_of_this_process_and_of_the_database_that_answers_it(bench):
    with clock.by_processor_time(), connection.cursor() as cursor:
        slept = timed(lambda: cursor.execute("SELECT pg_sleep(0.5)"))
        worked = timed(lambda: cursor.execute("SELECT count(*) FROM generate_series(1, 3000000)"))
        reckoned = timed(lambda: sum(range(3_000_000)))
    asked = timed(lambda: bench.get("/dashboard/"))
    with clock.by_processor_time():
        assert 0 < timed(lambda: bench.get("/dashboard/")) <= asked * 2
    assert slept < 0.2 < worked
    assert reckoned > 0.01


def _charged(rows) -> list[Decimal]:
    """Within the period, and within the one before: the last columns of each row."""
    return [sum(Decimal(row[place] or 0) for row in rows) for place in (-2, -1)]


def _compared(row: list[str]) -> list:
    """An amount says the same with two places and with three."""
    return [Decimal(cell) if re.fullmatch(r"\d+(\.\d+)?", cell) else cell for cell in row]
