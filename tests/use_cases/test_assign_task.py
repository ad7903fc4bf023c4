"""Assign: who performs the task of a line, and who assists; drafts follow."""

from dataclasses import replace

import pytest

from billing.models import Act
from lab.performers import AssistsHimself, NotAPerformer
from orders.states import Status
from tests.factories.lab import make_employee
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import assert_booked, last_event, refused
from tests.use_cases.test_edit_order import as_it_stands
from verification.invariants import violations
from workflow.drawing_up.edit_order import edit_order
from workflow.moving import StepRefused
from workflow.plan.assign_task import assign_task

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
