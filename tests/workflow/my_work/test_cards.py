"""Whose tasks stand on My work, in which sequence, and what a card says."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders.models import Order, Task
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import cause, make_line, make_order, make_technician
from tests.workflow.my_work.pressing import card, groups, press, shown, task_for
from workflow.drawing_up.drafts import PatientDetails
from workflow.plan.assign_task import assign_task
from workflow.plan.work_on_task import work_on_task

pytestmark = pytest.mark.django_db


MOST_STATEMENTS = 12


def plan_now(task) -> None:
    now = timezone.now()
    Task.objects.filter(pk=task.pk).update(planned_start=now, planned_end=now)


STATEMENTS = 11


def test_own_tasks_stand_there_and_those_of_colleagues_do_not(client, anna):
    own, assisted = task_for(anna), task_for(make_technician(name="Nadia"), assistant=anna)
    task_for(make_technician())
    assert groups(client) == {"later": [own.pk, assisted.pk]}
    assert "You assist Nadia." in card(shown(client), assisted)


def test_late_today_later_rush_first_then_the_most_urgent(client, anna):
    later, today, late, rushed, sooner = (task_for(anna, due=days) for days in (9, 0, -2, 20, 3))
    Order.objects.filter(pk=rushed.order_id).update(rush_percent=25)
    Order.objects.filter(pk=today.order_id).update(due_on=None)
    plan_now(today)
    assert groups(client) == {
        "late": [late.pk],
        "today": [today.pk],
        "later": [rushed.pk, sooner.pk, later.pk],
    }


def test_what_is_planned_today_and_was_promised_yesterday_is_late(client, anna):
    task = task_for(anna, due=-1)
    plan_now(task)
    assert groups(client) == {"late": [task.pk]}


def test_the_running_one_is_on_top(client, anna):
    late, running = task_for(anna, due=-1), task_for(anna)
    press(client, running, "in_progress")
    assert groups(client) == {"now": [running.pk], "late": [late.pk]}


def test_what_cannot_be_worked_on_does_not_stand_there(client, anna):
    for status in (Status.DRAFTING, Status.PENDING, Status.PRODUCED, Status.CANCELLED):
        task_for(anna, status=status)
    skipped = task_for(anna)
    work_on_task(skipped.pk, cause(), state="skipped")
    page = shown(client)
    assert groups(client) == {}
    assert "Nothing waits for you" in page
    assert "1 more task of yours waits: its order is not in production yet." in page


def test_what_nobody_is_on_is_free_to_take_and_folded(client, anna):
    free = task_for()
    assign_task(free.pk, cause(), performer=None)
    page = shown(client)
    assert groups(client) == {}
    assert '<details class="work-free" id="work-free">' in page
    assert card(page, free)
    press(client, free, "in_progress")
    free.refresh_from_db()
    assert (free.performer, groups(client)) == (anna, {"now": [free.pk]})


def test_a_manager_is_offered_nothing_to_take():
    assign_task(task_for().pk, cause(), performer=None)
    assert "work-free" not in shown(client_of(make_employee(roles=["manager"])))


def test_no_money_is_on_it(client, anna):
    task = task_for(anna)
    work_on_task(task.pk, cause(), state="in_progress", whose="theirs")
    more = client.get(f"/work/{task.pk}/more/", headers={"HX-Request": "true"}).content.decode()
    assert not re.search(r"123[.,]45|EUR|€", shown(client) + more)


def test_a_card_says_what_is_to_be_made_for_whom(client, anna):
    service = make_service(name="Bridge")
    line = make_line(service, quantity="3", performer=anna, details={"teeth": "11, 12", "shade": "A2"})
    order = make_order(
        line,
        status=Status.PRODUCTION,
        patient=PatientDetails(kind="person", name="Ida Vogt"),
        instructions="High gloss",
    )
    Task.objects.update(title="Ceramics", minutes=40)
    said = card(shown(client), order.tasks.get())
    for words in (
        order.number,
        "Ida Vogt",
        "Bridge",
        "Ceramics",
        "11, 12",
        "A2",
        "× 3",
        "High gloss",
        "To do",
    ):
        assert words in said, words


@pytest.mark.parametrize("more", [0, 12])
def test_the_number_of_statements_does_not_grow(client, anna, more):
    for due in (-1, 0, 3):
        work_on_task(task_for(anna, due=due).pk, cause(), state="in_progress", whose="theirs")
        assign_task(task_for().pk, cause(), performer=None)
    for _ in range(more):
        task_for(anna)
    press(client, task_for(anna), "in_progress")
    shown(client)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        shown(client)
    assert len(asked) <= MOST_STATEMENTS
    assert len(asked) == STATEMENTS
