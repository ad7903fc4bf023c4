"""Every list, sorted every way, page by page, against what Python makes of the same rows without any index."""

import os
from datetime import timedelta
from random import Random

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone

from background.lists import JOBS
from background.models import State
from billing.balance_sheet import balances_of, grouped
from billing.lists import BALANCES, LEDGER, STATEMENTS
from billing.models import ReceivableEntry
from common.lists import Viewer, paging
from common.lists.asked import read
from common.lists.paging import KEY
from orders.models import Task
from papers.issuing import issue_all
from stock.lists import MOVEMENTS, MOVEMENTS_OF_ITEM
from stock.models import StockMovement
from tests.factories.background import make_job
from tests.factories.bare_orders import make_bare_order
from tests.factories.billing import make_charged_order, make_event, make_payment, today
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_employee
from tests.factories.papers import paper_of
from tests.factories.stock import item_of, make_stocked, make_write_off, used
from tests.lab.lists import pages_of
from workflow.pages.paper_list import PAPERS
from workflow.pages.task_list import TASKS

pytestmark = pytest.mark.django_db
ROWS = 200 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 13


@pytest.fixture
def dice(monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 3)
    return Random(ROWS)


def oracle(table, query: str, args: tuple = ()) -> list[int]:
    """The ids in the sequence of the list, sorted by Python: what has no value behind all else, equal ones by id."""
    viewer = Viewer(None, timezone.localdate(), lambda action: True)
    asked = read(table, QueryDict(query), viewer, args=args)
    order = asked.order
    rows = asked.rows().order_by()
    if order.sort.by is None:
        keyed = [(False, 0, pk) for pk in rows.values_list("pk", flat=True)]
    else:
        found = rows.annotate(**{KEY: order.key}).values_list(KEY, "pk")
        keyed = [(key is None, 0 if key is None else key, pk) for key, pk in found]
    return [pk for _nothing, _key, pk in sorted(keyed, reverse=order.falling)]


def ways(table) -> list[str]:
    viewer = Viewer(None, timezone.localdate(), lambda action: True)
    return ["", *(f"sort={sign}{name}" for name in table.sorts_for(viewer) for sign in ("", "-"))]


def look_through(table, *narrowed: str, args: tuple = ()) -> None:
    for more in ("", *narrowed):
        for way in ways(table):
            query = "&".join(filter(None, [way, more]))
            forth, last = pages_of(table, query, args=args)
            expected = oracle(table, query, args)
            assert [pk for page in forth for pk in page] == expected, (table.name, query)
            assert all(len(page) == 3 for page in forth[:-1]), (table.name, query)
            back, _first = pages_of(table, last, back=True, args=args)
            assert [pk for page in back[::-1] for pk in page] == expected, (table.name, query)


def some_day(dice):
    return today() - timedelta(days=dice.choice([0, 3, 3, 40, 100]))


def make_ledger(dice, customer, rows=ROWS):
    for _row in range(rows):
        currency = dice.choice(["EUR", "EUR", "USD"])
        if dice.random() < 0.5:
            make_payment(
                customer, dice.choice(["5.00", "7.50"]), currency=currency, received_on=some_day(dice)
            )
        else:
            make_charged_order("20.00", customer=customer, currency=currency, on=some_day(dice))


def test_balances_and_statements(dice):
    for name in ["Ada", "Ada", "Żak", "O’Hara", "Ян", "Bea", "Cid"]:
        make_ledger(dice, make_counterparty(name=name), rows=2)
    make_counterparty(name="Nothing was ever booked")
    look_through(BALANCES, "side=owes", "side=advance", "side=even", "q=ada")
    past = (today() - timedelta(days=10)).isoformat()
    look_through(STATEMENTS, f"on={past}", "stands=owes", f"stands=overdue&on={past}", "stands=advance")


def test_the_rows_of_balances_are_those_that_one_sum_over_the_whole_ledger_makes(dice):
    for name in "ABCDE":
        make_ledger(dice, make_counterparty(name=name), rows=3)
    viewer = Viewer(None, today(), lambda action: True)
    asked = read(BALANCES, QueryDict(""), viewer)
    shown = [row.balance for row in BALANCES.shown(list(asked.listed()), asked)]
    assert shown == balances_of(grouped(ReceivableEntry.objects.all()))
    assert len(shown) > 5


def test_a_ledger_carries_its_balance_over_every_page_whatever_is_left_out(dice):
    customer = make_counterparty()
    make_ledger(dice, customer)
    make_ledger(dice, make_counterparty(), rows=3)
    args, since = (customer.pk,), (today() - timedelta(days=20)).isoformat()
    narrowed = ("", "kind=charge", "currency=USD", f"since={since}", f"until={since}")
    look_through(LEDGER, *narrowed[1:], args=args)

    stood, after = {}, {}
    for entry in ReceivableEntry.objects.filter(customer=customer).order_by("day", "pk"):
        stood[entry.currency] = stood.get(entry.currency, 0) + entry.amount
        after[entry.pk] = stood[entry.currency]
    viewer = Viewer(None, today(), lambda action: True)
    seen = 0
    for query in (f"{way}&{more}" for way in ways(LEDGER) for more in narrowed):
        for page in pages_of(LEDGER, query, args=args)[0]:
            asked = read(LEDGER, QueryDict(query), viewer, args=args)
            rows = asked.rows().in_bulk(page)
            told = LEDGER.shown([rows[pk] for pk in page], asked)
            assert [row.balance for row in told] == [after[pk] for pk in page], query
            seen += len(told)
    assert seen > ROWS * 5


def test_movements_and_what_was_on_hand_after_each(dice):
    wax, gold = make_stocked("500", name="Wax"), make_stocked("500", name="Gold")
    for source in range(1, ROWS):
        make_write_off(source, used(dice.choice([wax, gold]), dice.choice(["1", "2.5"])), on=some_day(dice))
    look_through(MOVEMENTS, "kind=write_off", "q=wax")
    args = (item_of(wax).pk,)
    look_through(MOVEMENTS_OF_ITEM, "kind=write_off", args=args)
    stood, after = 0, {}
    for moved in StockMovement.objects.filter(item=args[0]).order_by("pk"):
        stood += moved.quantity
        after[moved.pk] = stood
    viewer = Viewer(None, today(), lambda action: True)
    for query in ("", "kind=write_off", "sort=day"):
        for page in pages_of(MOVEMENTS_OF_ITEM, query, args=args)[0]:
            asked = read(MOVEMENTS_OF_ITEM, QueryDict(query), viewer, args=args)
            rows = asked.rows().in_bulk(page)
            told = MOVEMENTS_OF_ITEM.shown([rows[pk] for pk in page], asked)
            assert [row.balance for row in told] == [after[pk] for pk in page], query


def test_tasks(dice):
    anna, moments = make_employee("Anna", roles=["technician"]), [None, None, timezone.now()]
    moments.append(moments[-1] - timedelta(days=3))
    orders = [make_bare_order(due_on=day) for day in (None, today(), today(), today() - timedelta(days=9))]
    for place in range(ROWS):
        moment = dice.choice(moments)
        Task.objects.create(
            order=dice.choice(orders),
            title=dice.choice(["Cast", "Polish"]),
            state=dice.choice(["todo", "todo", "paused", "done"]),
            performer=dice.choice([anna, None]),
            planned_start=moment,
            planned_end=moment,
            position=place,
        )
    look_through(TASKS, "state=all", "state=done", "late=on", f"person={anna.pk}")


def test_papers_and_background_work(dice):
    with transaction.atomic():
        issue_all([paper_of(number=f"S-{place}") for place in range(ROWS)], make_event())
    look_through(PAPERS, "kind=pay_sheet", "state=valid", "q=ada")
    for _row in range(ROWS):
        make_job(state=dice.choice([State.WAITING, State.FAILED, State.DONE]))
    look_through(JOBS, "state=failed", "state=done")


# --- the indexes behind them --------------------------------------------------------------------------------
SQLITE = connection.vendor == "sqlite"
"""It sees no index of a part of a table behind a filter, and reads tasks before their orders."""


@pytest.mark.parametrize(
    ("table", "query", "args", "index"),
    [
        (BALANCES, "", (), "counterparty_by_name"),
        (STATEMENTS, "", (), "counterparty_by_name"),
        (LEDGER, "", (1,), "receivable_by_day"),
        (LEDGER, "sort=day", (1,), "receivable_by_day"),
        (MOVEMENTS, "sort=-day", (), "movement_by_day"),
        (MOVEMENTS_OF_ITEM, "", (1,), "movement_by_item"),
        (TASKS, "", (), "task_by_plan" if SQLITE else "task_open_by_plan"),
        (TASKS, "state=all&sort=-planned", (), "task_by_plan"),
        (TASKS, "state=all&sort=due", (), "orders_task" if SQLITE else "order_by_due"),
        (PAPERS, "sort=-issued_on", (), "paper_by_day"),
    ],
)
def test_the_first_page_is_read_along_an_index(table, query, args, index):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for way in ("seqscan", "bitmapscan", "sort"):  # so few rows would not be worth an index
                cursor.execute(f"SET LOCAL enable_{way} = off")
    viewer = Viewer(None, today(), lambda action: True)
    asked = read(table, QueryDict(query), viewer, args=args)
    assert index in asked.listed()[:51].explain()
