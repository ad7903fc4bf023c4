"""A card goes to somebody else, with the way back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from lab.models import Absence
from lab.once import new_token
from orders.models import Order, Task
from orders.states import Status
from tests.factories.lab import make_week
from tests.factories.orders import cause, make_technician
from tests.workflow.board.drawn import give, shown, task_for
from workflow.plan.assign_task import assign_task

pytestmark = pytest.mark.django_db


def performer_of(task):
    return Task.objects.get(pk=task.pk).performer


def test_a_dragged_card_goes_to_the_other_person_and_the_board_says_so(client, anna, ben):
    task = task_for(anna)
    answer = give(client, task, ben, held=anna.pk, dragged="1")
    assert answer.url == "/board/"
    assert performer_of(task) == ben
    page = re.sub(r"\s+", " ", shown(client))
    assert f"“Crown” of order {task.order.number} is given to Ben Ort." in page
    assert f"Plan order {task.order.number} anew" in page


def test_undo_gives_it_back_with_its_assistant(client, anna, ben):
    task = task_for(anna)
    assign_task(task.pk, cause(), performer=anna, assistant=ben)
    give(client, task, ben, held=anna.pk, dragged="1")
    assert (performer_of(task), Task.objects.get(pk=task.pk).assistant) == (ben, None)
    give(client, task, anna, assistant=ben.pk, held=ben.pk, dragged="1")
    task.refresh_from_db()
    assert (task.performer, task.assistant) == (anna, ben)
    page = shown(client)
    assert "“Crown” is back where it was." in page
    assert "board-moved" not in page


def test_the_assistant_stays(client, anna, ben):
    task, carla = task_for(anna), make_technician()
    assign_task(task.pk, cause(), performer=anna, assistant=carla)
    give(client, task, ben)
    task.refresh_from_db()
    assert (task.performer, task.assistant) == (ben, carla)


def test_a_task_can_be_given_to_nobody(client, anna):
    task = task_for(anna)
    give(client, task, None, held=anna.pk, dragged="1")
    assert performer_of(task) is None
    assert "is given to nobody." in shown(client)


def test_it_warns_where_the_person_is_away_then(client, anna, ben):
    task, today = task_for(anna, due=7), timezone.localdate()
    make_week(is_open=True)
    Absence.objects.create(employee=ben, first=today, last=today + timedelta(days=3))
    give(client, task, ben, held=anna.pk, dragged="1")
    assert "Ben Ort is away until" in shown(client)


def test_whoever_is_away_until_the_due_date_is_refused_in_words(client, anna, ben):
    task, today = task_for(anna, due=7), timezone.localdate()
    make_week(is_open=True)
    Absence.objects.create(employee=ben, first=today, last=today + timedelta(days=30))
    assert give(client, task, ben, held=anna.pk, dragged="1").url == "/board/"
    assert "Ben Ort is away until" in shown(client)
    answer = give(client, task, ben)
    assert answer.status_code == 409
    assert "The order is due on" in answer.content.decode()
    assert performer_of(task) == anna


def test_what_went_to_somebody_meanwhile_is_not_given_on_blindly(client, anna, ben):
    task, carla = task_for(anna), make_technician(name="Carla")
    assign_task(task.pk, cause(), performer=carla)
    give(client, task, ben, held=anna.pk, dragged="1")
    assert performer_of(task) == carla
    assert "Meanwhile “Crown” went to Carla." in shown(client)


def test_the_same_token_gives_once(client, anna, ben):
    task, token = task_for(anna), new_token()
    before = task.order.events.count()
    for _ in range(2):
        give(client, task, ben, token=token)
    assert task.order.events.count() == before + 1


def test_the_dialog_asks_to_whom_and_says_what_is_wrong(client, anna):
    task = task_for(anna)
    asked = client.get(f"/board/tasks/{task.pk}/give/").content.decode()
    assert f"Give “Crown” of {task.order.number} to …" in asked
    assert "Anna Keller" in asked
    answer = client.post(f"/board/tasks/{task.pk}/give/", {"performer": "98765", "form_token": new_token()})
    assert answer.status_code == 409
    assert "Choose one of the performers." in answer.content.decode()


def test_nothing_is_given_of_an_order_that_is_produced(client, anna):
    task = task_for(anna, status=Status.PRODUCED)
    assert client.get(f"/board/tasks/{task.pk}/give/").status_code == 409


def test_an_order_is_planned_anew_and_nothing_is_left_to_decide(client, anna, ben):
    task = task_for(anna)
    give(client, task, ben, held=anna.pk, dragged="1")
    answer = client.post(f"/board/orders/{task.order.number}/plan/", {"form_token": new_token()})
    assert answer.url == "/board/"
    page = shown(client)
    assert "1 task is planned, until" in page
    assert "board-moved" not in page
    assert Task.objects.get(pk=task.pk).planned_end


def test_an_order_that_cannot_be_planned_says_why(client, anna):
    task = task_for(anna)
    Order.objects.update(due_on=None)
    client.post(f"/board/orders/{task.order.number}/plan/", {"form_token": new_token()})
    assert "Set the due date first" in shown(client)
