"""Work on a task: start, pause, finish or skip it, or open it again."""

from dataclasses import replace

import pytest

from billing.models import Act
from common.refusals import Refused
from orders.models import Task
from orders.states import Status
from payroll.models import PayrollEntry
from tests.factories.catalog import make_step
from tests.factories.orders import make_line, make_order, make_technician
from tests.use_cases.evidence import assert_booked, last_event, refused
from tests.use_cases.test_edit_order import as_it_stands
from workflow.acts.post_act import post_act
from workflow.drawing_up.edit_order import edit_order
from workflow.moving import StepRefused
from workflow.plan.assign_task import assign_task
from workflow.plan.work_on_task import AnothersTask, work_on_task

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
def test_how_far_it_is_and_when_it_ended(by, lab, task, state, label, ends):
    cause, version = by(person=lab.anna), task.order.version
    work_on_task(task.pk, cause, state=state)

    task.refresh_from_db()
    assert (task.state, task.finished_at) == (state, cause.at if ends else None)
    row = assert_booked(
        task.order, "work_task", cause, role="technician",
        changes=[{"field": "Crown", "before": "To do", "after": label}],
    )  # fmt: skip
    assert (row.version, task.order.version) == (None, version)


def test_only_who_plans_skips_what_others_perform_or_opens_a_skipped_task_again(by, lab, task):
    """The pay of a skipped task goes to the others of its line: to one of them who skips it, too."""
    Task.objects.filter(pk=task.pk).update(assistant=lab.ben)
    for other in (lab.ben, make_technician()):
        with pytest.raises(StepRefused, match="Your role"):
            work_on_task(task.pk, by(person=other), state="skipped", whose="theirs")
    work_on_task(task.pk, by(person=lab.anna), state="skipped")
    for state in ("todo", "in_progress", "done"):
        with pytest.raises(StepRefused, match="Your role"):
            work_on_task(task.pk, by(person=lab.anna), state=state)
    work_on_task(task.pk, by("manager"), state="todo")
    task.refresh_from_db()
    assert task.state == "todo"


def test_what_a_posted_act_pays_is_taken_over_only_by_who_gives_tasks(by, lab):
    """A technician, who may not unpost an act, would rebook what it has paid to a colleague."""
    for _step in range(2):
        make_step(lab.crown)
    order = make_order(make_line(lab.crown, performer=lab.anna), status=Status.PRODUCTION, by=by())
    model, frame = order.tasks.all()
    Task.objects.filter(pk=frame.pk).update(state="done")
    thief = by(person=make_technician())
    work_on_task(model.pk, thief, state="in_progress", whose="taken_over")  # nothing is posted yet
    work_on_task(model.pk, by(person=lab.anna), state="paused")
    post_act(order.pk, by(), act_id=Act.objects.drafts().get(performer=thief.actor).pk)
    paid = set(PayrollEntry.objects.values_list("task", "employee", "amount"))
    assert {(task, employee) for task, employee, _sum in paid} == {
        (model.pk, thief.actor.pk),
        (frame.pk, lab.anna.pk),
    }
    work_on_task(frame.pk, thief, state="todo")
    for state in ("in_progress", "done"):
        with refused("A posted act pays Anna"):
            work_on_task(frame.pk, thief, state=state, whose="taken_over")
    work_on_task(frame.pk, thief, state="done", whose="theirs")
    assert set(PayrollEntry.objects.values_list("task", "employee", "amount")) == paid
    assign_task(frame.pk, by("manager"), performer=thief.actor)
    assert PayrollEntry.objects.filter(reverses__isnull=False).count() == 1


def test_opened_again_it_has_no_end(by, task):
    work_on_task(task.pk, by(), state="done", whose="theirs")
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
    with refused("This cannot be changed while the order is in the state", StepRefused):
        work_on_task(task.pk, cause, state="in_progress")


# --- another's task ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["in_progress", "done"])
def test_of_anothers_task_it_has_to_be_said_whose_work_it_is(by, lab, task, state):
    for whose in ("", "mine"):
        cause = by(person=lab.ben)
        with refused("This is the task of Anna: take it over, or mark it for Anna.", AnothersTask):
            work_on_task(task.pk, cause, state=state, whose=whose)


def test_an_assistant_works_on_his_own_task(by, lab, task):
    assign_task(task.pk, by(), performer=lab.anna, assistant=lab.ben)
    assert work_on_task(task.pk, by(person=lab.ben), state="done").state == "done"


def test_a_task_of_nobody_asks_nothing(by, lab, task):
    assign_task(task.pk, by(), performer=None)
    assert work_on_task(task.pk, by(person=lab.ben), state="done").performer is None


def test_taken_over_it_is_the_persons_and_so_is_the_credit(by, lab, task):
    cause = by(person=lab.ben)
    work_on_task(task.pk, cause, state="in_progress", whose="taken_over")
    task.refresh_from_db()
    assert task.performer == lab.ben
    assert [act.performer for act in Act.objects.drafts().filter(order=task.order)] == [lab.ben]
    changes = [("Crown", "Anna", "Ben"), ("Crown", "To do", "In progress")]
    assert_booked(
        task.order, "work_task", cause, role="technician",
        changes=[dict(zip(("field", "before", "after"), told, strict=True)) for told in changes],
    )  # fmt: skip


def test_marked_for_the_performer_it_stays_the_performers_and_the_event_says_so(by, lab, task):
    work_on_task(task.pk, by(person=lab.ben), state="done", whose="theirs")
    task.refresh_from_db()
    event = last_event(task.order)
    assert (task.performer, task.state) == (lab.anna, "done")
    assert (event.event.actor, event.event.reason) == (lab.ben, "Marked for Anna")


def test_only_a_performer_takes_a_task_over(by, task):
    cause = by("manager")
    with refused("A chosen performer does not work here as a performer any more."):
        work_on_task(task.pk, cause, state="done", whose="taken_over")


def test_an_unknown_state_is_no_state(by, lab, task):
    cause = by(person=lab.anna)
    with refused(error=Refused):
        work_on_task(task.pk, cause, state="melted")
