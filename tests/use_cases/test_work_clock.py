"""The clock of work: whose it is, what opens it, and everything that closes it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from lab.calendar import calendar_of_the_house
from orders.models import WorkSpan
from orders.models.task import TaskState
from orders.states import Status
from tests.factories.lab import make_settings
from tests.factories.orders import finish_tasks, make_line, make_order
from tests.use_cases.evidence import last_event, refused
from tests.use_cases.test_edit_order import as_it_stands
from verification.invariants import violations
from workflow.clock import time_worked
from workflow.drawing_up.edit_order import edit_order
from workflow.life.cancel_order import cancel_order
from workflow.life.hold_order import hold_order
from workflow.plan.assign_task import assign_task
from workflow.plan.work_on_task import work_on_task

pytestmark = pytest.mark.django_db

NOON = timezone.make_aware(datetime(2026, 11, 25, 12))


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


@pytest.fixture
def at(by):
    """``at(minutes, person)``: a cause so long after noon."""

    def cause(after: int, person=None):
        return replace(by(person=person) if person else by(), at=NOON + minutes(after))

    return cause


@pytest.fixture
def order(at, lab):
    return make_order(make_line(lab.crown, performer=lab.anna), status=Status.PRODUCTION, by=at(-300))


@pytest.fixture
def task(order):
    return order.tasks.get()


@pytest.fixture
def second(at, lab):
    """Another task of Anna's, on another order."""
    other = make_order(make_line(lab.polish, performer=lab.anna), status=Status.PRODUCTION, by=at(-300))
    return other.tasks.get()


def spans(task) -> list[tuple]:
    rows = WorkSpan.objects.filter(task=task)
    return [(span.employee.name, *(_after(end) for end in (span.started_at, span.ended_at))) for span in rows]


def _after(moment):
    return moment and (moment - NOON) / minutes(1)


def test_start_pause_go_on_and_finish_make_two_spans_and_the_first_start_stays(at, lab, task):
    for after, state in ((0, "in_progress"), (20, "paused"), (60, "in_progress"), (75, "done")):
        work_on_task(task.pk, at(after, lab.anna), state=state)
    assert spans(task) == [("Anna", 0, 20), ("Anna", 60, 75)]
    task.refresh_from_db()
    assert task.started_at == NOON
    assert time_worked(task.spans.all(), NOON + minutes(500), calendar_of_the_house()) == minutes(35)
    assert violations() == {}


@pytest.mark.parametrize("state", ["paused", "done", "skipped", "todo"])
def test_whatever_it_becomes_its_clock_stops(at, lab, task, state):
    work_on_task(task.pk, at(0, lab.anna), state="in_progress")
    work_on_task(task.pk, at(5, lab.anna), state=state)
    assert spans(task) == [("Anna", 0, 5)]


def test_finished_without_a_start_no_time_is_known(at, lab, task):
    work_on_task(task.pk, at(0, lab.anna), state="done")
    assert spans(task) == []


def test_the_clock_is_that_of_whoever_works(at, by, lab, task):
    work_on_task(task.pk, at(0), state="in_progress", whose="theirs")
    work_on_task(task.pk, at(5, lab.ben), state="paused")
    work_on_task(task.pk, at(10, lab.ben), state="in_progress", whose="taken_over")
    work_on_task(task.pk, at(15, lab.ben), state="paused")
    assign_task(task.pk, at(16), performer=lab.anna, assistant=lab.ben)
    work_on_task(task.pk, at(20, lab.ben), state="in_progress")
    assert spans(task) == [("Anna", 0, 5), ("Ben", 10, 15), ("Ben", 20, None)]


# --- a task of nobody -------------------------------------------------------------------------------------


def test_starting_what_nobody_is_on_makes_it_the_starters(at, lab, task):
    assign_task(task.pk, at(0), performer=None)
    work_on_task(task.pk, at(1, lab.ben), state="in_progress")
    task.refresh_from_db()
    assert (task.performer, spans(task)) == (lab.ben, [("Ben", 1, None)])
    told = [(change["before"], change["after"]) for change in last_event(task.order).changes]
    assert told == [("", "Ben"), ("To do", "In progress")]


def test_a_manager_who_starts_it_becomes_no_performer(at, by, task):
    assign_task(task.pk, at(0), performer=None)
    work_on_task(task.pk, by("manager"), state="in_progress")
    task.refresh_from_db()
    assert (task.performer, task.spans.get().employee) == (None, by("manager").actor)


# --- one at a time ----------------------------------------------------------------------------------------


def test_starting_another_pauses_the_first_on_its_order_and_says_so(at, lab, task, second):
    work_on_task(task.pk, at(0, lab.anna), state="in_progress")
    done = work_on_task(second.pk, at(30, lab.anna), state="in_progress")
    task.refresh_from_db()
    assert [paused.title for paused in done.paused] == ["Crown"]
    assert (task.state, spans(task), spans(second)) == ("paused", [("Anna", 0, 30)], [("Anna", 30, None)])
    event = last_event(task.order)
    assert event.changes == [{"field": "Crown", "before": "In progress", "after": "Paused"}]
    assert event.event.reason == f"“Polish” of order {second.order.number} was started"
    assert last_event(second.order).event.reason == ""
    assert violations() == {}


def test_of_one_order_it_is_one_event(at, lab):
    lines = [make_line(service, performer=lab.anna) for service in (lab.crown, lab.polish)]
    order = make_order(*lines, status=Status.PRODUCTION, by=at(-300))
    first, second = order.tasks.all()
    work_on_task(first.pk, at(0, lab.anna), state="in_progress")
    before = order.events.count()
    work_on_task(second.pk, at(1, lab.anna), state="in_progress")
    told = [(change["field"], change["after"]) for change in last_event(order).changes]
    assert (order.events.count(), told) == (
        before + 1,
        [("Polish", "In progress"), ("Crown", "Paused")],
    )


def test_two_people_work_at_the_same_time(at, lab, task, second):
    work_on_task(task.pk, at(0, lab.anna), state="in_progress")
    work_on_task(second.pk, at(1, lab.ben), state="in_progress", whose="taken_over")
    assert WorkSpan.objects.running().count() == 2


def test_where_the_laboratory_allows_it_both_run(at, lab, task, second):
    make_settings(one_running_task=False)
    work_on_task(task.pk, at(0, lab.anna), state="in_progress")
    assert work_on_task(second.pk, at(30, lab.anna), state="in_progress").paused == []
    assert WorkSpan.objects.running().count() == 2
    assert work_on_task(second.pk, at(31, lab.anna), state="paused").paused == []
    # what was forgotten yesterday does not go on beside today's
    assert len(work_on_task(second.pk, at(24 * 60, lab.anna), state="in_progress").paused) == 1


def test_a_refused_start_pauses_nothing(at, lab, task, second):
    work_on_task(task.pk, at(0, lab.anna), state="in_progress")
    hold_order(second.order_id, at(1), awaited="the model", expected_on=timezone.localdate() + timedelta(9))
    cause = at(2, lab.anna)
    with refused("This cannot be changed while the order is in the state"):
        work_on_task(second.pk, cause, state="in_progress")


# --- what takes work away ---------------------------------------------------------------------------------


def taken_off(order, at, lab):
    edit_order(order.pk, replace(as_it_stands(order), lines=(make_line(lab.polish),)), at(10))


def given_to_ben(order, at, lab):
    assign_task(order.tasks.get().pk, at(10), performer=lab.ben)


def held(order, at, lab):
    hold_order(order.pk, at(10), awaited="the model", expected_on=NOON.date() + timedelta(9))


def cancelled(order, at, lab):
    cancel_order(order.pk, at(10), reason="not wanted")


AWAY = {taken_off: "skipped", given_to_ben: "paused", held: "paused", cancelled: "skipped"}


@pytest.mark.parametrize(("take_away", "state"), AWAY.items(), ids=[way.__name__ for way in AWAY])
def test_work_that_is_taken_away_closes_its_clock(at, lab, order, task, take_away, state):
    work_on_task(task.pk, at(0, lab.anna), state="in_progress")
    take_away(order, at, lab)
    task.refresh_from_db()
    assert (task.state, spans(task)) == (state, [("Anna", 0, 10)])
    assert violations() == {}


def test_the_event_says_what_was_paused_by_it(at, lab, order, task):
    work_on_task(task.pk, at(0, lab.anna), state="in_progress")
    held(order, at, lab)
    assert last_event(order).changes == [{"field": "Crown", "before": "In progress", "after": "Paused"}]


def test_an_assistant_more_leaves_the_clock_alone(at, lab, task):
    work_on_task(task.pk, at(0, lab.anna), state="in_progress")
    assign_task(task.pk, at(5), performer=lab.anna, assistant=lab.ben)
    assert spans(task) == [("Anna", 0, None)]


def test_finished_by_somebody_else_it_stays_the_workers_clock(at, lab, order, task):
    work_on_task(task.pk, at(0, lab.anna), state="in_progress")
    finish_tasks(order, at(9))
    task.refresh_from_db()
    assert (spans(task), task.state) == ([("Anna", 0, 9)], TaskState.DONE)


# --- forgotten --------------------------------------------------------------------------------------------


def test_a_forgotten_clock_ended_with_the_working_day(at, lab, task):
    work_on_task(task.pk, at(0, lab.anna), state="in_progress")
    work_on_task(task.pk, at(20 * 60, lab.anna), state="done")
    span = task.spans.get()
    assert (span.ended_at, span.is_capped) == (calendar_of_the_house().end_of_day(NOON), True)


def test_what_is_begun_after_hours_ends_with_the_day_itself(at, lab, task):
    work_on_task(task.pk, at(11 * 60, lab.anna), state="in_progress")
    work_on_task(task.pk, at(20 * 60, lab.anna), state="paused")
    assert spans(task) == [("Anna", 11 * 60, 12 * 60)]


def test_starting_something_else_the_day_after_caps_what_was_forgotten(at, lab, task, second):
    work_on_task(task.pk, at(0, lab.anna), state="in_progress")
    work_on_task(second.pk, at(20 * 60, lab.anna), state="in_progress")
    assert task.spans.get().is_capped


def test_a_clock_of_the_machine_that_was_set_back_makes_no_span_end_before_it_begins(at, lab, task):
    work_on_task(task.pk, at(0, lab.anna), state="in_progress")
    work_on_task(task.pk, at(-30, lab.anna), state="paused")
    assert spans(task) == [("Anna", 0, 0)]
