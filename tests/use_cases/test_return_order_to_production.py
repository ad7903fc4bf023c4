"""Return to production: the reviewer asks for rework and names the tasks to open again."""

import pytest

from billing.models import Act
from orders.states import Status
from tests.factories.orders import finished, make_line, make_order
from tests.use_cases.evidence import assert_booked, refused
from workflow.life.return_order_to_production import return_order_to_production
from workflow.moving import StaleOrder

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewed(by, lab):
    lines = (make_line(lab.crown, performer=lab.anna), make_line(lab.polish, performer=lab.ben))
    return make_order(*lines, status=Status.REVIEW, by=by())


def test_the_named_tasks_are_open_again_and_the_others_stay_done(by, reviewed):
    first, second = reviewed.tasks.all()
    cause = by("reviewer", version=reviewed.version)
    order = return_order_to_production(reviewed.pk, cause, reason="the margin", task_ids=[first.pk])

    order.refresh_from_db()
    assert (order.status, order.version) == (Status.PRODUCTION, reviewed.version + 1)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.finished_at) == ("todo", None)
    assert (second.state, second.finished_at is None) == ("done", False)
    assert Act.objects.filter(order=order).drafts().count() == 2
    assert_booked(
        order,
        "return_to_production",
        cause,
        role="reviewer",
        reason="the margin",
        moved=("review", "production"),
    )


def test_an_order_that_nobody_has_anything_to_do_on_is_not_returned(by, reviewed):
    with refused("Name at least one task"):
        return_order_to_production(reviewed.pk, by("reviewer"), reason="look again", task_ids=[])


def test_a_task_of_another_order_is_left_alone(by, reviewed):
    other = make_order(status=Status.REVIEW, by=by()).tasks.get()
    with refused("Name at least one task"):
        return_order_to_production(reviewed.pk, by("reviewer"), reason="look again", task_ids=[other.pk])
    other.refresh_from_db()
    assert other.state == "done"
    reviewed.refresh_from_db()
    assert reviewed.status == Status.REVIEW


def test_a_stale_page_changes_nothing(by, reviewed):
    cause = by("reviewer", version=1)
    with refused("The order has changed", StaleOrder):
        return_order_to_production(reviewed.pk, cause, reason="look again", task_ids=finished(reviewed.pk))


def test_an_order_returned_with_a_new_task_waits_for_it(by, lab):
    order = make_order(make_line(lab.crown, performer=lab.anna), status=Status.REVIEW, by=by())
    return_order_to_production(order.pk, by("reviewer"), reason="dull", new_task="Polish again")
    states = {task.title: task.state for task in order.tasks.current()}
    assert states == {"Crown": "done", "Polish again": "todo"}
    order.refresh_from_db()
    assert order.status == Status.PRODUCTION
