"""One person starts several tasks in the same moment: one clock runs. And one button pressed twice acts once."""

import time

import pytest
from django.utils import timezone

from common.refusals import Refused
from lab.cause import Cause
from orders.models import OrderEvent, Task, WorkSpan
from orders.states import Status
from tests.factories.orders import make_line, make_order
from tests.races import at_once
from tests.races.floor import PAUSE, Floor
from tests.races.test_at_once import CONTROLS, runs_well, went_wrong
from workflow.plan import work_on_task as the_use_case
from workflow.plan.work_on_task import work_on_task

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

TASKS = 4


def tasks_of(floor: Floor, number: int) -> list[Task]:
    """So many tasks of the performer's, each on an order of its own."""
    line = make_line(floor.service, performer=floor.performer)
    orders = [make_order(line, status=Status.PRODUCTION, by=floor.cause()) for _ in range(number)]
    return [order.tasks.get() for order in orders]


def starts_at_once(floor: Floor, prepared=None) -> bool:
    """The same person starts four tasks; whether one runs, the others are paused or refused in words."""
    tasks = prepared or tasks_of(floor, TASKS)

    def start(number: int):
        return work_on_task(tasks[number].pk, Cause(floor.performer, timezone.now()), state="in_progress")

    said = at_once(start, people=TASKS)
    faults = [one for one in said if isinstance(one, Exception) and not isinstance(one, Refused)]
    states = sorted(Task.objects.filter(pk__in=[task.pk for task in tasks]).values_list("state", flat=True))
    running = WorkSpan.objects.running().filter(task__in=tasks).count()
    WorkSpan.objects.running().filter(task__in=tasks).delete()  # the next trial begins with nothing running
    Task.objects.filter(pk__in=[task.pk for task in tasks], state="in_progress").update(state="paused")
    return not faults and running == 1 and states.count("in_progress") == 1


def test_of_several_starts_at_once_one_clock_runs():
    floor = Floor()
    assert runs_well(lambda: starts_at_once(floor), 3)


def test_control_without_the_lock_on_the_person_several_run(monkeypatch):
    floor = Floor()
    prepared = [tasks_of(floor, TASKS) for _ in range(CONTROLS)]
    start_clock = the_use_case.start_clock

    def start_late(*told):
        time.sleep(PAUSE)
        return start_clock(*told)

    monkeypatch.setattr("workflow.plan.one_at_a_time.lock_people", lambda ids: None)
    monkeypatch.setattr(the_use_case, "start_clock", start_late)
    assert went_wrong(lambda: starts_at_once(floor, prepared.pop()))


def one_button(floor: Floor) -> bool:
    """Eight presses of one Start: one event and one clock."""
    (task,) = tasks_of(floor, 1)
    before = OrderEvent.objects.filter(order=task.order).count()
    said = at_once(
        lambda _n: work_on_task(task.pk, Cause(floor.performer, timezone.now()), state="in_progress")
    )
    events = OrderEvent.objects.filter(order=task.order).count() - before
    went_on = events == 1 and task.spans.count() == 1 and not [e for e in said if isinstance(e, Exception)]
    work_on_task(task.pk, Cause(floor.performer, timezone.now()), state="done")
    return went_on


def test_one_start_pressed_eight_times_at_once_starts_once():
    floor = Floor()
    assert runs_well(lambda: one_button(floor))
