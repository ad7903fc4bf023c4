"""The answer inside the card, and the way back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from lab.once import new_token
from orders.models import Task, WorkSpan
from tests.factories.orders import cause, make_technician
from tests.workflow.my_work.pressing import card, groups, press, shown, task_for
from workflow.life.hold_order import hold_order
from workflow.plan.work_on_task import work_on_task

pytestmark = pytest.mark.django_db


def undo(client, task):
    return client.post(f"/work/{task.pk}/undo/", {"form_token": new_token()})


def test_a_press_leads_back_to_its_card_which_says_what_was_done(client, anna):
    task = task_for(anna)
    assert press(client, task, "in_progress").url == f"/work/#task-{task.pk}"
    said = card(shown(client), task)
    assert re.search(r"Started \d\d:\d\d", said)
    assert "Undo" in said
    assert 'value="done"' in said
    assert 'value="paused"' in said


def test_done_stays_where_it_was_with_the_way_back(client, anna):
    task = task_for(anna)
    press(client, task, "in_progress")
    press(client, task, "done")
    said = card(shown(client), task)
    assert re.search(r"Done \d\d:\d\d", said)
    assert 'name="state"' not in said
    undo(client, task)
    task.refresh_from_db()
    assert (task.state, task.finished_at, WorkSpan.objects.running().count()) == ("in_progress", None, 1)
    assert "Taken back" in card(shown(client), task)


def test_the_answer_names_what_was_paused_on_another_order(client, anna):
    first, second = task_for(anna, name="Model"), task_for(anna)
    press(client, first, "in_progress")
    press(client, second, "in_progress")
    assert f"“Model” of order {first.order.number} is paused." in card(shown(client), second)
    undo(client, second)
    assert groups(client) == {"now": [first.pk], "later": [second.pk]}


def test_after_a_quarter_of_an_hour_the_answer_goes_and_so_does_the_way_back(client, anna, monkeypatch):
    task = task_for(anna)
    press(client, task, "done")
    monkeypatch.setattr("workflow.pages.work_answers.KEPT", timedelta(0))
    assert card(shown(client), task) == ""
    undo(client, task)
    task.refresh_from_db()
    assert task.state == "done"


def test_a_refusal_stands_red_inside_the_card(client, anna):
    task = task_for(anna)
    press(client, task, "in_progress")
    hold_order(task.order_id, cause(), awaited="the model", expected_on=timezone.localdate() + timedelta(9))
    press(client, task, "done")
    said = card(shown(client), task)
    assert "work-refusal" in said
    assert "This cannot be changed while the order is in the state “Pending”." in said
    assert 'name="state"' not in said


def test_an_undo_that_comes_too_late_says_so_and_offers_no_second_one(client, anna):
    task = task_for(anna)
    press(client, task, "in_progress")
    work_on_task(task.pk, cause(), state="done", whose="theirs")
    undo(client, task)
    assert "Something happened since: this can no longer be taken back." in card(shown(client), task)


def test_nothing_is_undone_that_was_not_done_here(client, anna):
    task = task_for(anna)
    work_on_task(task.pk, cause(), state="done", whose="theirs")
    undo(client, task)
    task.refresh_from_db()
    assert task.state == "done"
    assert "It is too late to take this back." in card(shown(client), task)


def test_a_button_pressed_twice_acts_once(client, anna):
    task, token = task_for(anna), new_token()
    before = task.order.events.count()
    for _ in range(2):
        press(client, task, "in_progress", token=token)
    assert (task.order.events.count(), task.spans.count()) == (before + 1, 1)


def test_without_a_token_nothing_is_done_and_the_card_says_so(client, anna):
    task = task_for(anna)
    client.post(f"/work/{task.pk}/move/", {"state": "done"})
    task.refresh_from_db()
    assert task.state == "todo"
    assert "work-refusal" in card(shown(client), task)


def test_another_persons_task_leads_to_the_question_whose_it_is(client):
    task = task_for(make_technician(name="Nadia"))
    asked = press(client, task, "in_progress")
    assert asked.url == f"/orders/{task.order.number}/tasks/{task.pk}/work/?state=in_progress"
    assert "This is the task of Nadia" in client.get(asked.url).content.decode()
    task.refresh_from_db()
    assert task.state == "todo"


def test_an_unknown_state_and_a_task_that_went_are_not_found(client, anna):
    task = task_for(anna)
    assert press(client, task, "melted").status_code == 404
    Task.objects.update(is_removed=True)
    assert press(client, task, "done").status_code == 404
