"""Today: whoever opens it sees what asks for them, each number with the list behind it, at the price of one page."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.models import Document, DocumentType
from orders.models import Delivery, Order, OrderLine, Task
from orders.states import Status
from tests.factories.billing import make_charged_order
from tests.factories.lab import client_of, make_cause, make_employee
from tests.factories.orders import make_line, make_order, make_technician
from tests.factories.payroll import make_accrual
from tests.many_rows import multiply, plan_of
from tests.workflow.order_lists import due
from workflow.life.submit_order import submit_order

pytestmark = [pytest.mark.each_database, pytest.mark.django_db]
MOST_STATEMENTS = 20
WHOLE = re.compile(r"using orders_order_pkey on orders_order.*\n(?!.*Index Cond)")
"""Every order, read along its id."""


def numbers(client, address="/") -> dict[str, tuple[int, str]]:
    """Of each part that has rows: how many it says, and the list it opens."""
    return {part.name: (part.count, part.url) for part in client.get(address).context["waiting"]}


def count_behind(client, url: str, name: str) -> int:
    """What the page behind the number says: the total of a list, or how many stand under its heading."""
    address, _hash, anchor = url.partition("#")
    answer = client.get(address)
    assert answer.status_code == 200, url
    if anchor:
        groups = {f"work-{key}": len(cards) for key, _label, cards in answer.context["bench"].groups}
        return groups[anchor]
    if name == "questions":
        return answer.context["open_questions"]
    return answer.context["counts"].total


def moment_of(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


@pytest.fixture
def tess():
    return make_technician(name="Tess")


@pytest.fixture
def house(tess):
    """Of each standing more than one, and beside each what only looks like it."""
    make_everything(tess)
    make_everything(tess)
    make_order(status=Status.CANCELLED)
    make_order(due_on=due(30), status=Status.PENDING)
    Order.objects.filter(pk=make_order(status=Status.PRODUCED).pk).update(due_on=due(-5))


def make_everything(tess):
    late, risk, todays = (
        make_order(make_line(performer=tess), due_on=due(days), status=Status.PRODUCTION)
        for days in (3, 4, 5)
    )
    Order.objects.filter(pk=late.pk).update(due_on=due(-2))
    Task.objects.filter(order=risk).update(planned_start=moment_of(due(4)), planned_end=moment_of(due(5)))
    Task.objects.filter(order=todays).update(
        planned_start=moment_of(due(0)) - timedelta(hours=1), planned_end=moment_of(due(0))
    )
    running = make_order(make_line(performer=tess), due_on=due(9), status=Status.PRODUCTION)
    Task.objects.filter(order=running).update(state="in_progress")
    held = make_order(due_on=due(20))
    submit_order(held.pk, make_cause(), awaited="biomaterial", expected_on=due(2))
    Order.objects.filter(pk=held.pk).update(expected_on=due(-1))
    make_order(status=Status.REVIEW)
    free = make_order(status=Status.PENDING, due_on=due(25))
    OrderLine.objects.filter(order=free).update(unit_price=0)
    Task.objects.filter(order=free).update(performer=None)
    make_order(status=Status.PRODUCED)
    gone = make_order(status=Status.PRODUCED)
    Delivery.objects.create(order=gone, shipped_on=due(0))
    make_charged_order(on=due(-90))
    make_charged_order()
    kind = DocumentType.objects.first()
    version = kind.versions.first()
    for state in ("filling", "finished"):
        Document.objects.bulk_create(
            [
                Document(
                    order=gone,
                    document_type=kind,
                    type_version=version,
                    title=kind.name,
                    state=state,
                    made_at=timezone.now(),
                    made_by=tess,
                    finished_at=timezone.now() if state == "finished" else None,
                    finished_by=tess if state == "finished" else None,
                )
            ]
        )
    entry = make_accrual(tess)
    entry.questions.create(asked_by=tess, text="Why so little?", event=entry.event)


def test_each_number_opens_a_list_of_as_many(house, tess):
    everybody = make_employee(roles=["administrator"])
    said = {}
    for person in (everybody, tess, make_employee(roles=["reviewer"]), make_employee(roles=["accountant"])):
        client = client_of(person)
        found = numbers(client)
        for name, (count, url) in found.items():
            assert count_behind(client, url, name) == count, (name, url)
        said[person] = found
    counts = {name: count for name, (count, _url) in said[everybody].items()}
    twice = {
        "late",
        "at_risk",
        "held",
        "review",
        "unassigned",
        "unpriced",
        "overdue",
        "fill",
        "verify",
        "questions",
    }
    assert {name for name, count in counts.items() if count == 2} >= twice
    assert {name: count for name, (count, _url) in said[tess].items()} == {
        "own-now": 2,
        "own-late": 2,
        "own-today": 2,
        "fill": 2,
    }


def test_the_most_urgent_come_first_and_no_more_than_three(house):
    manager = client_of(make_employee(roles=["manager"]))
    first = {part.name: part for part in manager.get("/").context["waiting"]}
    to_ship = first["to_ship"]
    behind = [row.number for row in manager.get(to_ship.url).context["rows"]]
    assert [row.name for row in to_ship.rows] == behind[:3]
    assert to_ship.count == len(behind) == 3  # what was shipped is gone
    assert not any("late" in row.note for row in to_ship.rows)  # as in the list: it is produced
    assert all(row.is_alarm and "late" in row.note for row in first["late"].rows)
    assert "biomaterial" in first["held"].rows[0].note


def test_a_filter_of_the_list_goes_together_with_others(house, tess):
    manager = client_of(make_employee(roles=["manager"]))
    both = manager.get("/orders/?standing=unassigned,unpriced&status=open")
    assert both.context["counts"].total == 2
    assert [words for words, _url in both.context["chips"]] == ["Nobody assigned · Without a price"]
    assert manager.get("/orders/?standing=nonsense").context["chips"] == []
    narrowed = manager.get(f"/orders/?standing=late&performer={tess.pk}")
    assert narrowed.context["counts"].total == 2
    technician = client_of(tess)
    assert (
        technician.get("/orders/?standing=overdue").context["chips"] == []
    )  # money is not theirs to ask for


def test_whose_day_it_is_says_who_sees_what():
    told = {}
    for role in ("manager", "reviewer", "technician", "accountant"):
        page = client_of(make_employee(roles=[role])).get("/").context
        told[role] = {part.name for part in page["quiet"]}
    assert {"own-now", "own-late", "own-today"} <= told["technician"] - told["manager"]
    assert told["technician"] == {"own-now", "own-late", "own-today", "fill"}
    assert told["accountant"] == {"unpriced", "realize", "overdue", "questions"}
    assert not {"overdue", "unpriced", "questions"} & told["reviewer"]
    assert {"late", "at_risk", "held", "unassigned", "to_ship", "unpriced"} <= told["manager"]


def test_an_empty_house_is_offered_its_first_order_and_a_quiet_one_its_peace():
    manager = client_of(make_employee(roles=["manager"]))
    page = manager.get("/").content.decode()
    assert "/orders/new/" in re.search(r'<div class="empty.*?</div>', page, re.DOTALL).group()
    make_order(make_line(), due_on=due(9))
    page = manager.get("/today/").content.decode()
    assert "Nothing waits for you" in page
    assert "Nothing is late." in page


def test_it_costs_the_same_however_many_there_are_and_reads_no_table_whole(house, tess):
    """Among thousands of closed orders; where rows are too few for an index, the database is told to take it."""
    person = client_of(make_employee(roles=["administrator", "technician"]))
    counts = []
    for _again in range(2):
        person.get("/")
        with CaptureQueriesContext(connection) as asked:
            person.get("/")
        counts.append(len(asked))
        make_everything(tess)
    assert counts[0] == counts[1] <= MOST_STATEMENTS
    if connection.vendor != "postgresql":
        return
    multiply(Order, like=make_order(status=Status.CANCELLED).pk)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_mergejoin = off")  # which reads a whole index only as far as it must
        cursor.execute("ANALYZE")
    for statement in asked:
        if statement["sql"].lstrip().startswith("SELECT"):
            plan = plan_of(statement["sql"])
            for table in ("orders_order", "orders_task", "documents_document"):
                assert f"Seq Scan on {table} " not in f"{plan} ", plan
            assert WHOLE.search(plan) is None, plan
