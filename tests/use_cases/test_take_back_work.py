"""Take back: what was just done at a task is undone exactly, or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.models import Act
from orders.models import WorkSpan
from orders.states import Status
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import changed_since, digest, last_event, refused
from verification.invariants import violations
from workflow.drawing_up.comment_on_order import comment_on_order
from workflow.life.hold_order import hold_order
from workflow.moving import StepRefused
from workflow.plan.assign_task import assign_task
from workflow.plan.take_back_work import ChangedSince, take_back_work
from workflow.plan.work_on_task import work_on_task

pytestmark = pytest.mark.django_db

GROWN = {"lab_event", "orders_orderevent"}


@pytest.fixture
def annas(by, lab):
    """``annas()``: a task of Anna's on an order of its own."""

    def make(performer=lab.anna):
        return make_order(
            make_line(lab.crown, performer=performer), status=Status.PRODUCTION, by=by()
        ).tasks.get()

    return make


@pytest.fixture
def work(by, lab):
    def step(task, state, person=lab.anna, **said):
        return work_on_task(task.pk, by(person=person), state=state, **said)

    return step


def take_back(done, cause):
    return take_back_work(done.pk, cause, before=done.before, after=done.after)


@pytest.mark.parametrize(
    "steps", [["in_progress"], ["in_progress", "paused"], ["in_progress", "done"], ["done"], ["paused"]]
)
def test_every_table_is_as_it_was_but_for_the_events(by, lab, annas, work, steps):
    task = annas()
    for state in steps[:-1]:
        work(task, state)
    before = digest()
    take_back(work(task, steps[-1]), by(person=lab.anna))
    assert set(changed_since(before)) <= GROWN
    assert violations() == {}


def test_a_task_that_was_skipped_counts_and_is_credited_as_before(by, lab, annas, work):
    task = annas()
    drafts = Act.objects.drafts().filter(order=task.order).values_list("performer", "lines__quantity")
    before = list(drafts)
    done = work(task, "skipped")
    assert take_back(done, by(person=lab.anna)).state == "todo"
    assert before
    assert list(drafts) == before
    assert violations() == {}


def test_a_start_taken_back_lets_the_paused_one_run_on_as_if_it_had_never_stopped(by, lab, annas, work):
    first, second = annas(), annas()
    work(first, "in_progress")
    before = digest()
    take_back(work(second, "in_progress"), by(person=lab.anna))
    assert set(changed_since(before)) <= GROWN
    assert WorkSpan.objects.running().get().task == first
    assert [last_event(task.order).event.reason for task in (first, second)] == ["Taken back"] * 2
    assert last_event(first.order).changes == [{"field": "Crown", "before": "Paused", "after": "In progress"}]


def test_a_free_task_is_nobodys_again_and_so_is_the_credit(by, lab, annas, work):
    task = annas()
    assign_task(task.pk, by(), performer=None)
    done = work(task, "in_progress", lab.ben)
    assert Act.objects.drafts().filter(order=task.order).get().performer == lab.ben
    assert take_back(done, by(person=lab.ben)).performer is None
    assert not Act.objects.drafts().filter(order=task.order).exists()


def test_what_somebody_went_on_from_stays(by, lab, annas, work):
    task = annas()
    started = work(task, "in_progress")
    work(task, "done")
    cause = by(person=lab.anna)
    with refused("Something happened since", ChangedSince):
        take_back(started, cause)


def test_it_is_taken_back_once(by, lab, annas, work):
    done = work(annas(), "in_progress")
    take_back(done, by(person=lab.anna))
    cause = by(person=lab.anna)
    with refused("Something happened since", ChangedSince):
        take_back(done, cause)


def test_a_comment_meanwhile_is_in_nobodys_way(by, lab, annas, work):
    done = work(annas(), "done")
    comment_on_order(done.order_id, by(), text="Good")
    assert take_back(done, by(person=lab.anna)).state == "todo"


def test_nothing_is_taken_back_on_an_order_that_was_put_on_hold(by, lab, annas, work):
    done = work(annas(), "done")
    at = by()
    hold_order(done.order_id, at, awaited="the model", expected_on=at.at.date() + timedelta(9))
    cause = by(person=lab.anna)
    with refused("This cannot be changed while the order is in the state", StepRefused):
        take_back(done, cause)


def test_a_clock_does_not_run_again_beside_what_was_started_since(by, lab, annas, work):
    first = annas()
    work(first, "in_progress")
    done, second = work(first, "done"), annas()
    work(second, "in_progress")
    cause = by(person=lab.anna)
    with refused("“Crown” was started since: pause it first.", StepRefused):
        take_back(done, cause)


def test_an_accountant_takes_nothing_back(by, annas, work):
    done, cause = work(annas(), "done"), by("accountant")
    with refused("Your role does not allow this.", StepRefused):
        take_back(done, cause)


def test_footprints_of_other_tasks_lead_nowhere(by, lab, annas, work):
    done, other, cause = work(annas(), "done"), annas(), replace(by(person=lab.anna))
    with refused(error=ChangedSince):
        take_back_work(other.pk, cause, before=done.before, after=done.after)
