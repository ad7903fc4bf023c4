"""The benchmark measures what it says: a laboratory whose books are right, and a floor that asks what the page asks."""

import pytest
from django.db import connection

from background.models import OPEN, Job
from benchmarks import cases, rows
from benchmarks.busy import busy_house
from benchmarks.measuring import line_of, measure
from benchmarks.rehearsal import rehearsed
from benchmarks.statements import recorded
from billing.models import Act, BankLine
from common import triggers
from orders.models import Order, OrderEvent, Task
from orders.models.order import WORKING
from orders.states import Status
from payroll.models import PayrollEntry
from tests.benchmarks.conftest import ORDERS
from verification.invariants import violations

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PAPERS = (
    "order-form-pdf",
    "paper-300-lines",
    "labels-100",
    "order-forms-200",
    "protocol-24-pages",
    "order-of-20-documents",
    "list-while-papers",
)
"""Their floors are drawings, or the same with less: no bare view sends their statements."""

BY_HAND = (*rows.ASKS, *rows.DEEP, "today", "dashboard", "export-csv", "export-xlsx")
SERVED = ("list-16-clients", "memory-10000")
"""See test_by_hand and test_served."""


def statements_of(work) -> list[str]:
    with recorded() as found:
        work()
    return [statement.sql for statement in found]


def test_the_orders_made_in_bulk_leave_the_books_right(bench):
    assert Order.objects.count() == ORDERS
    assert set(Order.objects.values_list("status", flat=True)) == set(Status.values)
    assert triggers.missing(connection) == []
    assert violations() == {}


def test_every_page_is_answered_and_its_floor_sends_the_same_statements(bench):
    for name in set(bench.makers) - {
        "step-start",
        "plan-20-lines",
        "post-30-lines",
        "bank-import-1000",
        "list-beside-worker",
        "find",
        "realize-200",
        *BY_HAND,
        *SERVED,
        *PAPERS,
    }:
        case = bench.case(name)
        page, floor = statements_of(case.page), statements_of(case.floor)
        assert sorted(page) == sorted(floor), name
        assert len(page) <= case.most_statements


def test_the_floor_of_a_step_moves_its_order_by_the_same_statements(bench):
    case = bench.case("step-start")
    started = Order.objects.filter(status=Status.PRODUCTION).count()
    written = OrderEvent.objects.count()
    case.page()
    assert Order.objects.filter(status=Status.PRODUCTION).count() == started + 1
    case.floor()
    assert Order.objects.filter(status=Status.PRODUCTION).count() == started + 2
    assert OrderEvent.objects.count() == written + 2
    assert violations().keys() <= {52}  # the bare view leads nowhere that a form token could name


def test_the_floor_of_a_plan_books_it_by_the_same_statements(bench):
    case = bench.case("plan-20-lines")
    order = Order.objects.latest("pk")
    assert order.lines.count() == 20
    for measured, events in ((case.page, 2), (case.floor, 3)):  # the first drew the order up
        measured()
        assert order.events.count() == events
        assert not order.tasks.filter(planned_end=None).exists()


def test_the_floor_of_a_posted_act_books_it_by_the_same_statements(bench):
    case = bench.case("post-30-lines")
    standing, accrued = Act.objects.standing().count(), PayrollEntry.objects.count()
    for place, measured in enumerate((case.page, case.floor), start=1):
        measured()
        assert Act.objects.standing().count() == standing + place
        assert PayrollEntry.objects.count() == accrued + place * cases.LINES_TO_POST
    assert violations().keys() <= {52}


def test_the_floor_of_a_statement_parks_it_by_the_same_statements(bench):
    case = bench.case("bank-import-1000")
    for place, measured in enumerate((case.page, case.floor), start=1):
        measured()
        assert BankLine.objects.waiting().count() == place * cases.BANK_LINES


def test_the_house_of_the_board_is_afterwards_as_it_was(bench):
    def tasks():
        return list(Task.objects.order_by("pk").values_list("pk", "performer", "planned_end", "is_removed"))

    before = tasks()
    with busy_house(30):
        open_ones = Task.objects.doable().unfinished().filter(order__status__in=WORKING)
        assert open_ones.filter(planned_end__isnull=False).count() == open_ones.count() == 30
        assert open_ones.filter(performer=None).exists()
    assert tasks() == before


def test_a_rehearsed_step_leaves_nothing_behind_but_its_statements(bench):
    case = bench.case("step-start")
    before = list(OrderEvent.objects.order_by("pk").values_list("pk", flat=True))
    assert len(case.look()) > 10
    assert list(OrderEvent.objects.order_by("pk").values_list("pk", flat=True)) == before
    assert rehearsed(lambda: "said")[0] == "said"


def test_a_page_is_measured_beside_a_worker_that_has_work_and_one_that_has_none(bench):
    case = bench.case("list-beside-worker")
    case.look()  # a page that is drawn for the first time takes longer than all the work that is given
    case.page()
    assert Job.objects.filter(state__in=OPEN, slot=None).exists()
    case.floor()
    assert not Job.objects.filter(state__in=OPEN, slot=None).exists()


def test_each_paper_is_drawn_by_the_page_and_by_its_floor(bench, monkeypatch):
    monkeypatch.setattr("benchmarks.measuring.WARM_UP", 0)
    monkeypatch.setattr("benchmarks.papers.FORMS", 4)
    monkeypatch.setattr("benchmarks.papers.LABELS_AT_ONCE", 5)
    for name in PAPERS:
        measured = measure(bench.case(name), 1)
        assert measured.page > 0 < measured.floor, name
        assert line_of(measured).startswith(name)
