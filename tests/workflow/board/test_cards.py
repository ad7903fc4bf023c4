"""What stands on the board, in which sequence, for whom."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from orders.models import Order, Task
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.orders import cause, make_line, make_order
from tests.workflow.board.drawn import card, plan, rows, shown, task_for
from workflow.drawing_up.drafts import PatientDetails
from workflow.life.hold_order import hold_order
from workflow.pages.board.performers import CARDS
from workflow.plan.assign_task import assign_task
from workflow.plan.work_on_task import work_on_task

pytestmark = pytest.mark.django_db


def tasks_of(row) -> list[int]:
    return [card.task.pk for card in row.cards]


def test_everybody_has_a_row_and_what_nobody_is_on_comes_first(client, anna, ben):
    of_anna, free = task_for(anna), task_for()
    assign_task(free.pk, cause(), performer=None)
    found = rows(client)
    assert next(iter(found)) == "nobody"
    assert tasks_of(found["nobody"]) == [free.pk]
    assert tasks_of(found["Anna Keller"]) == [of_anna.pk]
    assert found["Ben Ort"].count == 0


def test_late_then_at_risk_then_rushed_then_as_planned(client, anna):
    later, sooner, rushed, risky, late = (task_for(anna, due=due) for due in (9, 9, 9, 3, -1))
    Order.objects.filter(pk=rushed.order_id).update(rush_percent=25)
    for task, days in ((later, 6), (sooner, 5), (rushed, 8), (risky, 4)):
        plan(task, days=days)
    row = rows(client)["Anna Keller"]
    assert tasks_of(row) == [task.pk for task in (late, risky, rushed, sooner, later)]
    assert (row.late, row.at_risk) == (1, 1)
    page = shown(client)
    assert "1 day late" in card(page, late)
    assert "at risk:" in card(page, risky)
    assert "at risk:" not in card(page, sooner)
    assert "Rush" in card(page, rushed)


def test_a_card_says_what_is_to_be_done_for_whom_until_when(client, anna):
    line = make_line(make_service(name="Bridge"), performer=anna)
    patient = PatientDetails(kind="person", name="Ida Vogt")
    order = make_order(line, status=Status.PRODUCTION, patient=patient)
    Task.objects.update(title="Ceramics")
    task = order.tasks.get()
    work_on_task(task.pk, cause(), state="in_progress", whose="theirs")
    said = card(shown(client), task)
    for words in (order.number, "Ida Vogt", "Bridge", "Ceramics", "In progress", "due ", "not planned"):
        assert words in said, words


def test_what_is_on_hold_stands_apart(client, anna):
    held, other = task_for(anna, due=-1), task_for(anna)
    hold_order(
        held.order_id, cause(), awaited="the impression", expected_on=timezone.localdate() + timedelta(9)
    )
    row = rows(client)["Anna Keller"]
    assert tasks_of(row) == [other.pk]
    assert [one.task.pk for one in row.on_hold] == [held.pk]
    assert "the impression" in card(shown(client), held)


def test_drafts_stand_there_once_they_take_up_hours_and_what_is_finished_never(client, anna):
    draft, planned = (task_for(anna, status=Status.DRAFTING) for _ in range(2))
    plan(planned, days=2)
    for status in (Status.PRODUCED, Status.CANCELLED):
        task_for(anna, status=status)
    page = shown(client)
    assert tasks_of(rows(client)["Anna Keller"]) == [planned.pk]
    assert "Drafting" in card(page, planned)
    assert not card(page, draft)


def test_of_many_tasks_the_first_are_drawn_and_the_others_counted(client, anna):
    first = task_for(anna)
    Task.objects.bulk_create(
        Task(order=first.order, line=first.line, title=f"Step {n}", performer=anna, position=n)
        for n in range(2, CARDS + 41)
    )
    page = shown(client)
    assert page.count('id="task-') == 2 * CARDS  # each card, and its name
    assert re.search(r"and\s+40\s+more", page)
    assert f"/orders/?status=open&amp;performer={anna.pk}" in page


def test_whoever_left_with_open_tasks_is_there_and_is_given_none(client, anna):
    task = task_for(anna)
    anna.is_active = False
    anna.save()
    page = shown(client)
    assert card(page, task)
    assert f'data-board-drop="{anna.pk}"' not in page
    assert "performs no tasks any more" in page
