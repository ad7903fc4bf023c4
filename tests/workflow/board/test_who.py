"""Who sees the board and gives cards away, without money, in few statements."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders.models import Task
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_technician
from tests.workflow.board.drawn import card, give, plan, shown, task_for

pytestmark = pytest.mark.django_db


MOST_STATEMENTS = 15


def statements(client, address) -> int:
    shown(client, address)
    with CaptureQueriesContext(connection) as asked:
        shown(client, address)
    return len(asked)


@pytest.mark.parametrize("role", ["manager", "reviewer", "administrator"])
def test_who_names_performers_gives_cards_away(anna, role):
    task = task_for(anna)
    page = shown(client_of(make_employee(roles=[role])))
    assert f'data-board-card="/board/tasks/{task.pk}/give/"' in page
    assert "Give to …" in card(page, task)
    assert re.search(rf'id="board-drag"\s+method="post"\s+action="/board/tasks/{task.pk}/give/"', page)


def test_technicians_look_and_give_nothing(anna):
    task = task_for(anna)
    client = client_of(make_employee(roles=["technician"]))
    page = shown(client)
    assert card(page, task)
    assert "data-board-drop" not in page
    assert "data-board-card" not in page
    assert 'draggable="true"' not in page
    assert give(client, task, None).status_code == 403


def test_the_rail_leads_there_and_accountants_are_not_let_in():
    assert 'href="/board/"' in shown(client_of(make_employee(roles=["reviewer"])), "/orders/")
    accountant = client_of(make_employee(roles=["accountant"]))
    assert 'href="/board/"' not in shown(accountant, "/orders/")
    assert accountant.get("/board/").status_code == 403


def test_no_money_is_on_it(client, anna):
    task_for(anna)
    assert not re.search(r"123[.,]45|EUR|€", shown(client) + shown(client, "/board/?by=state"))


@pytest.mark.parametrize("address", ["/board/", "/board/?by=state"])
def test_the_number_of_statements_does_not_grow(client, anna, address):
    task_for(anna, due=-1)
    few = statements(client, address)
    for n in range(6):
        plan(task_for(due=n), days=n)
    assert statements(client, address) == few <= MOST_STATEMENTS


def test_two_thousand_open_tasks_make_a_page_of_modest_size(client):
    people = [make_technician() for _ in range(12)]
    first = task_for(people[0])
    start = timezone.now()
    Task.objects.bulk_create(
        Task(
            order=first.order,
            line=first.line,
            title=f"A step with a rather long name, the {n}th of many",
            performer=people[n % 12],
            position=n,
            planned_start=start + timedelta(hours=n % 200),
            planned_end=start + timedelta(hours=n % 200 + 1),
        )
        for n in range(2, 2001)
    )
    assert client.get("/board/").context["tasks"] == 2000
    assert len(shown(client).encode()) < 1_500_000
    assert statements(client, "/board/") <= MOST_STATEMENTS
