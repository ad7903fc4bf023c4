"""The same form twice: the second leads where the first led, also where the first has taken away what it was about."""

import pytest
from django.utils import timezone

from billing.models import Act
from lab.once import new_token
from lab.roles import Role
from orders.states import Status
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import cause, finish_tasks, make_line, make_order, make_technician

pytestmark = pytest.mark.django_db


def twice(client, address, **fields):
    """The form sent, and sent again; the two answers."""
    sent = {"form_token": new_token(), **fields}
    return client.post(address, sent), client.post(address, sent)


@pytest.fixture
def chief():
    return client_of(make_employee(roles=(Role.ADMINISTRATOR,)))


@pytest.fixture
def order():
    return make_order(make_line(performer=make_technician()), status=Status.PRODUCTION)


def assert_led_twice(answers, order):
    there = f"/orders/{order.number}/"
    assert [(one.status_code, one.headers.get("Location", "")) for one in answers] == [(302, there)] * 2


def test_deleting_an_act_twice(chief, order):
    act = Act.objects.get(order=order)
    answers = twice(chief, f"/orders/{order.number}/acts/{act.pk}/delete/", version=order.version)
    assert_led_twice(answers, order)
    assert not Act.objects.filter(order=order).exists()


def test_saving_a_draft_act_twice(chief, order):
    act, line = Act.objects.get(order=order), order.lines.get()
    fields = {"performer": act.performer_id, f"line_{line.pk}": "0.5", "version": order.version}
    answers = twice(chief, f"/orders/{order.number}/acts/{act.pk}/edit/", **fields)
    assert_led_twice(answers, order)
    assert Act.objects.get(order=order).pk != act.pk


def test_making_an_act_of_all_that_is_left_twice(chief, order):
    act = Act.objects.get(order=order)
    post = f"/orders/{order.number}/acts/{act.pk}/post/"
    assert_led_twice(twice(chief, post, version=order.version), order)
    assert Act.objects.standing().filter(order=order).count() == 1


def test_holding_twice_by_somebody_who_may_not_hold_what_is_held(order):
    technician = client_of(make_technician())
    fields = {"awaited": "the model", "expected_on": timezone.localdate().isoformat()}
    answers = twice(technician, f"/orders/{order.number}/do/hold/", version=order.version, **fields)
    assert_led_twice(answers, order)


def test_returning_finished_tasks_twice(chief):
    order = make_order(make_line(performer=make_technician()), status=Status.REVIEW)
    task = order.tasks.get()
    fields = {"reason": "rough edge", "task_ids": task.pk, "version": order.version}
    assert_led_twice(twice(chief, f"/orders/{order.number}/do/return-to-production/", **fields), order)


def test_working_on_a_task_twice(chief, order):
    finish_tasks(order, cause())
    task = order.tasks.get()
    answers = twice(chief, f"/orders/{order.number}/tasks/{task.pk}/work/", state="todo")
    assert [one.status_code for one in answers] == [302, 302]


def test_the_form_of_somebody_else_is_no_way_to_learn_where_it_led(chief, order):
    act = Act.objects.get(order=order)
    address, sent = f"/orders/{order.number}/acts/{act.pk}/delete/", {"form_token": new_token()}
    chief.post(address, sent | {"version": order.version})
    other = client_of(make_employee(roles=(Role.MANAGER,)))
    assert other.post(address, sent | {"version": order.version}).status_code == 404
    assert (
        chief.post(address, sent | {"version": 1}).status_code == 302
    )  # one's own leads on, whatever it says now
