"""The board by state."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from orders.states import Status
from tests.factories.orders import cause
from tests.workflow.board.drawn import plan, shown, task_for
from workflow.life.hold_order import hold_order
from workflow.pages.board.states import CARDS as CARDS_OF_A_STATE

pytestmark = pytest.mark.django_db


def columns(client) -> dict[str, list[str]]:
    found = client.get("/board/?by=state").context["columns"]
    return {column.key: [one.order.number for one in column.cards] for column in found}


def test_orders_in_the_house_stand_in_columns_by_state(client, anna):
    numbers = {}
    for status in (Status.DRAFTING, Status.PENDING, Status.PRODUCTION, Status.REVIEW, Status.PRODUCED):
        numbers[status] = task_for(anna, status=status).order.number
    held = task_for(anna)
    hold_order(
        held.order_id, cause(), awaited="the impression", expected_on=timezone.localdate() + timedelta(9)
    )
    assert columns(client) == {
        "pending": [numbers[Status.PENDING]],
        "hold": [held.order.number],
        "production": [numbers[Status.PRODUCTION]],
        "review": [numbers[Status.REVIEW]],
        "produced": [numbers[Status.PRODUCED]],
    }
    page = re.sub(r"\s+", " ", shown(client, "/board/?by=state"))
    assert "Awaited: the impression" in page
    assert "0 of 1 done · Anna Keller" in page


def test_late_orders_come_first_and_what_is_produced_is_late_no_more(client, anna):
    ordinary, risky, late = (task_for(anna, due=due) for due in (9, 2, -1))
    plan(risky, days=3)
    assert columns(client)["production"] == [task.order.number for task in (late, risky, ordinary)]
    produced = task_for(anna, due=-1, status=Status.PRODUCED)
    column = client.get("/board/?by=state").context["columns"][-1]
    assert ([one.order.pk for one in column.cards], column.late) == ([produced.order_id], 0)


def test_of_many_orders_the_first_are_drawn(client, anna, monkeypatch):
    monkeypatch.setattr("workflow.pages.board.states.CARDS", 2)
    for _ in range(5):
        task_for(anna)
    page = re.sub(r"\s+", " ", shown(client, "/board/?by=state"))
    assert page.count('class="board-card') - page.count('class="board-cards') == 2
    assert "and 3 more" in page
    assert CARDS_OF_A_STATE > 2
