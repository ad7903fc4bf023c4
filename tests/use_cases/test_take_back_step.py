"""Take back: whatever a step that asks nothing has changed is as it was, in every table; or it is refused in words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from billing.models import Act
from lab.models import LabSettings
from orders.models import Marker, Order
from orders.states import Status
from tests.factories.orders import finish_tasks, make_line, make_order
from tests.use_cases.evidence import changed_since, digest, last_event, refused
from tests.use_cases.test_edit_order import as_it_stands
from verification.invariants import violations
from workflow.drawing_up.comment_on_order import comment_on_order
from workflow.drawing_up.edit_order import edit_order
from workflow.drawing_up.update_due_date import update_due_date
from workflow.life.hold_order import hold_order
from workflow.life.send_order_to_review import send_order_to_review
from workflow.life.start_order import start_order
from workflow.life.submit_order import submit_order
from workflow.life.take_back_step import step_to_take_back, take_back_step
from workflow.moving import StaleOrder, StepRefused
from workflow.plan.work_on_task import work_on_task

pytestmark = pytest.mark.django_db

HISTORY = {"lab_event", "orders_order", "orders_orderevent", "orders_formerstate"}
"""What a step and its way back leave: two events, the order with a higher version, nothing to take back."""


def of_order(order) -> dict:
    order.refresh_from_db()
    return {
        name: getattr(order, name) for name in ("status", "awaited", "expected_on", "started_on", "due_on")
    }


def there_and_back(order, step, by, taken_by, back_by):
    """A step and its way back, after which nothing but the history differs."""
    before, stood = digest(), of_order(order)
    step(order.pk, by(taken_by))
    assert of_order(order) != stood
    take_back_step(order.pk, by(back_by))
    assert of_order(order) == stood
    assert set(changed_since(before)) <= HISTORY
    assert violations() == {}


def told_last(order) -> tuple:
    row = last_event(order)
    return row.verb, row.event.role, row.event.reason, row.from_status, row.to_status


def test_a_submission_is_taken_back_with_the_plan_that_it_made(by, lab):
    LabSettings.objects.update(plan_on_submit=True)
    order = make_order(make_line(lab.crown, performer=lab.anna), by=by())
    there_and_back(order, submit_order, by, "manager", "manager")
    assert order.tasks.get().planned_end is None
    assert told_last(order) == ("take_back", "manager", "Submitted", "pending", "drafting")


def test_a_start_gives_back_what_was_awaited_and_the_drafts_that_stood(by, lab):
    """The drafts of a former start stand while the order is on hold, though its lines changed since."""
    order = make_order(make_line(lab.crown, performer=lab.anna), status=Status.PRODUCTION, by=by())
    hold_order(order.pk, by(), awaited="the model", expected_on=date(2035, 1, 4))
    lines = (replace(as_it_stands(order).lines[0], quantity=3),)
    edit_order(order.pk, replace(as_it_stands(order), lines=lines), by())
    assert Act.objects.get().lines.get().quantity == 1

    there_and_back(order, start_order, by, "technician", "technician")
    assert Act.objects.get().lines.get().quantity == 1
    assert told_last(order) == ("take_back", "technician", "Production started", "production", "pending")


def test_the_first_start_and_the_names_given_with_it(by, lab):
    order = make_order(make_line(lab.crown), by=by())
    names = {order.tasks.get().pk: lab.anna}
    there_and_back(
        order, lambda pk, cause: start_order(pk, cause, performers=names), by, "manager", "technician"
    )
    assert order.tasks.get().performer is None
    assert not Act.objects.exists()


def test_what_was_sent_to_review_is_in_production_with_its_finished_tasks(by, lab):
    order = make_order(make_line(lab.crown, performer=lab.anna), status=Status.PRODUCTION, by=by())
    finish_tasks(order, by())
    there_and_back(order, send_order_to_review, by, "technician", "manager")


def test_what_does_not_rest_on_a_step_stays(by):
    order, marker = make_order(by=by()), Marker.objects.create(name="Out for fitting")
    order = start_order(order.pk, by())
    comment_on_order(order.pk, by(), text="Soon.", is_internal=True)
    assert step_to_take_back(order, by("technician").actor, by().at) == "start"
    assert take_back_step(order.pk, by()).status == Status.DRAFTING
    assert order.comments.count() == 1
    submit_order(order.pk, by())
    edit_order(order.pk, replace(as_it_stands(order), marker_ids=(marker.pk,), instructions="Soon."), by())
    assert step_to_take_back(order, by("manager").actor, by().at) == "submit"
    assert take_back_step(order.pk, by()).status == Status.DRAFTING
    assert (order.markers.get(), Order.objects.get(pk=order.pk).instructions) == (marker, "Soon.")
    submit_order(order.pk, by())
    take_back_step(order.pk, by())
    with refused("This is not possible while", StepRefused):
        take_back_step(order.pk, by())


@pytest.mark.parametrize(
    ("rests", "sentence"),
    [
        (
            lambda order, by: work_on_task(order.tasks.get().pk, by(), state="in_progress", whose="theirs"),
            "“Task moved” by",
        ),
        (lambda order, by: update_due_date(order.pk, by(), due_on=date(2035, 2, 1)), "“Due date changed” by"),
        (
            lambda order, by: hold_order(order.pk, by(), awaited="it", expected_on=date(2035, 1, 4)),
            "“Put on hold” by",
        ),
        (
            lambda order, by: edit_order(
                order.pk, replace(as_it_stands(order), due_on=date(2035, 2, 1)), by()
            ),
            "“Edited” by",
        ),
        (lambda order, by: order.tasks.update(minutes=7), "Something happened since"),
    ],
)
def test_a_step_on_which_something_rests_stays(by, rests, sentence):
    order = make_order(status=Status.PRODUCTION, by=by())
    rests(order, by)
    before = digest()
    with refused(sentence, StepRefused):
        take_back_step(order.pk, by())
    assert changed_since(before) == []


def test_whoever_may_not_take_the_step_does_not_take_it_back_and_tomorrow_nobody_does(by):
    order = make_order(status=Status.PRODUCTION, by=by())
    with refused("Your role does not allow this.", StepRefused):
        take_back_step(order.pk, by("reviewer"))
    assert step_to_take_back(order, by("reviewer").actor, by().at) is None
    with refused("The order has changed", StaleOrder):
        take_back_step(order.pk, by("technician", version=1))
    tomorrow = replace(by(), at=by().at + timedelta(days=1))
    assert step_to_take_back(order, tomorrow.actor, tomorrow.at) is None
    with refused("A step is taken back on the day", StepRefused):
        take_back_step(order.pk, tomorrow)
