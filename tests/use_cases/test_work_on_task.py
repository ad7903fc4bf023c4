"""Work on a task: start, pause, finish or skip it, or open it again."""

from dataclasses import replace

import pytest

from orders.states import Status
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import assert_booked, last_event, refused
from tests.use_cases.test_edit_order import as_it_stands
from workflow.drawing_up.edit_order import edit_order
from workflow.moving import StepRefused
from workflow.plan.work_on_task import work_on_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(by, lab):
    return make_order(make_line(lab.crown, performer=lab.anna), status=Status.PRODUCTION, by=by()).tasks.get()


@pytest.mark.parametrize(
    ("state", "label", "ends"),
    [
        ("in_progress", "In progress", False),
        ("paused", "Paused", False),
        ("done", "Done", True),
        ("skipped", "Skipped", True),
    ],
)
def test_how_far_it_is_and_when_it_ended(by, task, state, label, ends):
    cause, version = by("technician"), task.order.version
    work_on_task(task.pk, cause, state=state)

    task.refresh_from_db()
    assert (task.state, task.finished_at) == (state, cause.at if ends else None)
    row = assert_booked(
        task.order, "work_task", cause, role="technician",
        changes=[{"field": "Crown", "before": "To do", "after": label}],
    )  # fmt: skip
    assert (row.version, task.order.version) == (None, version)


def test_opened_again_it_has_no_end(by, task):
    work_on_task(task.pk, by(), state="done")
    assert work_on_task(task.pk, by(), state="todo").finished_at is None


def test_the_same_state_books_nothing(by, task):
    before = last_event(task.order)
    work_on_task(task.pk, by(), state="todo")
    assert last_event(task.order) == before


def test_the_task_of_a_removed_line_is_not_worked_on(by, lab, task):
    edit_order(task.order_id, replace(as_it_stands(task.order), lines=(make_line(lab.polish),)), by())
    cause = by("technician")
    with refused("The service of this task was taken off the order.", StepRefused):
        work_on_task(task.pk, cause, state="done")


@pytest.mark.parametrize(
    "status", [Status.DRAFTING, Status.PENDING, Status.PRODUCED, Status.REALIZED, Status.CANCELLED]
)
def test_work_happens_in_production_and_review(by, status):
    order, cause = make_order(status=status, by=by()), by("technician")
    task = order.tasks.get()
    with refused("This can no longer be changed while the order is in the state", StepRefused):
        work_on_task(task.pk, cause, state="in_progress")
