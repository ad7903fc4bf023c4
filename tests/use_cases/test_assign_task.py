"""Assign: who performs the task of a line, and who assists; drafts follow."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from billing.models import Act
from lab.models import Absence
from lab.performers import AssistsHimself, NotAPerformer
from orders.models import Order
from orders.states import Status
from tests.factories.lab import make_employee
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import assert_booked, last_event, refused
from tests.use_cases.test_edit_order import as_it_stands
from verification.invariants import violations
from workflow.drawing_up.edit_order import edit_order
from workflow.moving import StepRefused
from workflow.plan.assign_task import assign_task
from workflow.plan.who_is_there import IsAway, away_then

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(by, lab):
    return make_order(make_line(lab.crown, performer=lab.anna), status=Status.PRODUCTION, by=by()).tasks.get()


@pytest.mark.parametrize("role", ["manager", "reviewer"])
def test_the_task_has_its_people_and_the_draft_act_its_performer(by, lab, task, role):
    cause, version = by(role), task.order.version
    assign_task(task.pk, cause, performer=lab.ben, assistant=lab.anna)

    task.refresh_from_db()
    assert (task.performer, task.assistant) == (lab.ben, lab.anna)
    assert Act.objects.get().performer == lab.ben
    row = assert_booked(
        task.order, "assign_task", cause, role=role,
        changes=[{"field": "Crown", "before": "Anna", "after": "Ben / Anna"}],
    )  # fmt: skip
    assert (row.version, task.order.version) == (None, version)
    assert violations() == {}


def test_without_a_performer_there_is_no_draft(by, task):
    assign_task(task.pk, by(), performer=None)
    assert not Act.objects.exists()


def test_the_same_people_book_nothing(by, lab, task):
    before = last_event(task.order)
    assign_task(task.pk, by(), performer=lab.anna)
    assert last_event(task.order) == before


def test_nobody_assists_himself(by, lab, task):
    cause = by("manager")
    with refused("Nobody assists himself", AssistsHimself):
        assign_task(task.pk, cause, performer=lab.ben, assistant=lab.ben)


def test_only_performers_perform_and_one_who_left_may_stay(by, lab, task):
    cause, clerk = by("manager"), make_employee(roles=["accountant"])
    for people in ({"performer": clerk}, {"performer": lab.ben, "assistant": clerk}):
        with refused("A chosen performer does not work here as a performer any more.", NotAPerformer):
            assign_task(task.pk, cause, **people)
    lab.anna.is_active = False
    lab.anna.save()
    assert assign_task(task.pk, cause, performer=lab.anna, assistant=lab.ben).assistant == lab.ben


def test_the_task_of_a_removed_line_is_given_to_nobody(by, lab, task):
    draft = replace(as_it_stands(task.order), lines=(make_line(lab.polish),))
    edit_order(task.order_id, draft, by())
    cause = by("manager")
    with refused("The service of this task was taken off the order.", StepRefused):
        assign_task(task.pk, cause, performer=lab.ben)


@pytest.mark.parametrize("status", [Status.PRODUCED, Status.REALIZED, Status.CANCELLED])
def test_what_is_done_keeps_its_people(by, lab, status):
    order, cause = make_order(status=status, by=by()), by("manager")
    task = order.tasks.get()
    with refused("This cannot be changed while the order is in the state", StepRefused):
        assign_task(task.pk, cause, performer=lab.ben)


# --- people who are away ----------------------------------------------------------------------------------

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def on_tuesday(by):
    """A manager's cause on Tuesday at eight."""
    return replace(by("manager"), at=datetime.combine(TUESDAY, time(8), ZoneInfo("Europe/Berlin")))


def due(task, *, in_days) -> None:
    day = None if in_days is None else TUESDAY + timedelta(days=in_days)
    Order.objects.filter(pk=task.order_id).update(due_on=day)


def away(person, first, last, **hours) -> None:
    Absence.objects.create(
        employee=person, first=TUESDAY + timedelta(days=first), last=TUESDAY + timedelta(days=last), **hours
    )


def test_whoever_is_away_until_the_due_date_is_given_nothing(lab, task, on_tuesday):
    due(task, in_days=9)
    away(lab.ben, -3, 13)
    sentence = (
        "Ben is away until 7 Dec. The order is due on 3 Dec: give the task to somebody else, or set a later due"
        " date."
    )
    with refused(sentence, IsAway):
        assign_task(task.pk, on_tuesday, performer=lab.ben)


def test_absences_that_follow_one_another_are_one(lab, task, on_tuesday):
    due(task, in_days=5)
    away(lab.ben, 0, 1)
    away(lab.ben, 2, 8)
    with refused("Ben is away until 2 Dec. The order is due on 29 Nov:", IsAway):
        assign_task(task.pk, on_tuesday, performer=lab.ben)


def test_one_working_day_before_the_due_date_is_enough(lab, task, on_tuesday):
    due(task, in_days=9)
    away(lab.ben, 0, 8)
    assert assign_task(task.pk, on_tuesday, performer=lab.ben).performer == lab.ben


def test_days_on_which_nobody_works_do_not_count(lab, task, on_tuesday):
    due(task, in_days=5)  # a Sunday
    away(lab.ben, 0, 3)
    with refused("Ben is away until 27 Nov.", IsAway):
        assign_task(task.pk, on_tuesday, performer=lab.ben)


def test_an_absence_of_hours_leaves_the_rest_of_the_day(lab, task, on_tuesday):
    due(task, in_days=0)
    away(lab.ben, 0, 0, leaves=time(8), returns=time(16))
    assert assign_task(task.pk, on_tuesday, performer=lab.ben).performer == lab.ben
    Absence.objects.update(returns=time(17))
    assign_task(task.pk, on_tuesday, performer=lab.anna)
    with refused("Ben is away on 24 Nov, 08:00–17:00.", IsAway):
        assign_task(task.pk, on_tuesday, performer=lab.ben)


def test_what_is_overdue_is_needed_today(lab, task, on_tuesday):
    due(task, in_days=-4)
    away(lab.ben, 0, 0)
    with refused("Ben is away until 24 Nov. The order was due on 20 Nov: give the task to", IsAway):
        assign_task(task.pk, on_tuesday, performer=lab.ben)


def test_without_a_due_date_a_task_can_wait_for_whoever_is_away(lab, task, on_tuesday):
    due(task, in_days=None)
    away(lab.ben, 0, 400)
    assert assign_task(task.pk, on_tuesday, performer=lab.ben).performer == lab.ben


def test_whoever_has_a_task_keeps_it_while_away(lab, task, on_tuesday):
    due(task, in_days=3)
    away(lab.anna, 0, 30)
    assert assign_task(task.pk, on_tuesday, performer=lab.anna, assistant=lab.ben).performer == lab.anna


@pytest.mark.parametrize(
    ("days", "planned", "sentence"),
    [
        ((0, 13), None, "Ben is away until 7 Dec."),
        ((1, 13), None, ""),
        ((1, 13), (2, 3), "Ben is away from 25 Nov until 7 Dec."),
        ((3, 3), (2, 3), "Ben is away on 27 Nov."),
        ((4, 13), (2, 3), ""),
        ((0, 1), (2, 3), ""),
    ],
)
def test_it_is_said_where_somebody_is_away_on_the_days_of_the_plan(lab, task, days, planned, sentence):
    away(lab.ben, *days)
    if planned:
        start, end = (
            datetime.combine(TUESDAY + timedelta(days=one), time(9), ZoneInfo("Europe/Berlin"))
            for one in planned
        )
        task.planned_start, task.planned_end = start, end
    assert away_then(lab.ben, task, TUESDAY) == sentence
