"""Cancel: draft acts go, open tasks are skipped, advances tied to the order are free again."""

from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Act
from billing.standing import free_advance, tied_advance_of
from orders.states import Status
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import assert_booked, refused
from verification.invariants import violations
from workflow.acts.post_act import post_act
from workflow.acts.unpost_act import unpost_act
from workflow.life.cancel_order import cancel_order
from workflow.life.hold_order import hold_order
from workflow.money.record_payment import record_payment
from workflow.moving import StaleOrder, StepRefused
from workflow.plan.work_on_task import work_on_task

pytestmark = pytest.mark.django_db
CANCELLABLE = [Status.DRAFTING, Status.PENDING, Status.PRODUCTION, Status.REVIEW]


@pytest.mark.parametrize("status", CANCELLABLE)
def test_nothing_is_left_of_it_but_its_history(by, status):
    order = make_order(status=status, by=by())
    cause = by("manager", version=order.version)
    cancelled = cancel_order(order.pk, cause, reason="not wanted")

    cancelled.refresh_from_db()
    assert (cancelled.status, cancelled.version) == (Status.CANCELLED, order.version + 1)
    assert not Act.objects.filter(order=order).exists()
    assert_booked(
        cancelled, "cancel", cause, role="manager", reason="not wanted", moved=(status, "cancelled")
    )
    assert violations() == {}


def test_open_tasks_are_skipped_under_its_event_and_finished_ones_stay(by, lab):
    lines = (make_line(lab.crown, performer=lab.anna), make_line(lab.polish, performer=lab.ben))
    order = make_order(*lines, status=Status.PRODUCTION, by=by())
    done, open_ = order.tasks.all()
    work_on_task(done.pk, by(), state="done", whose="theirs")
    row = assert_booked(
        cancel_order(order.pk, cause := by(), reason="no"), "cancel", cause,
        role="administrator", reason="no", moved=("production", "cancelled"),
    )  # fmt: skip
    done.refresh_from_db()
    open_.refresh_from_db()
    assert (done.state, done.skipped_by) == ("done", None)
    assert (open_.state, open_.skipped_by) == ("skipped", row.event)


def test_it_waits_for_nothing_any_more(by):
    order = make_order(status=Status.PRODUCTION, by=by())
    hold_order(order.pk, by(), awaited="the model", expected_on=timezone.localdate())
    order = cancel_order(order.pk, by(), reason="no")
    assert (order.awaited, order.expected_on) == ("", None)


def test_an_advance_tied_to_it_is_free_for_the_customer_again(by):
    order = make_order(status=Status.PENDING, by=by())
    record_payment(
        order.customer, by(), amount=Decimal(80), currency="EUR", received_on=timezone.localdate(),
        method="cash", order_id=order.pk,
    )  # fmt: skip
    cancel_order(order.pk, by(), reason="no")
    assert tied_advance_of(order) == 0
    assert free_advance(order.customer, "EUR") == 80
    assert violations() == {}


def test_a_standing_act_is_unposted_first(by):
    order, cause = make_order(status=Status.REVIEW, by=by()), by("manager")
    act = Act.objects.get(order=order)
    post_act(order.pk, by(), act_id=act.pk)
    with refused("An act of this order is posted: unpost it first.", StepRefused):
        cancel_order(order.pk, cause, reason="no")
    unpost_act(order.pk, by(), act_id=act.pk)
    assert cancel_order(order.pk, cause, reason="no").status == Status.CANCELLED
    assert not Act.objects.filter(order=order).drafts().exists()
    assert violations() == {}


def test_a_stale_page_changes_nothing(by):
    order, cause = make_order(status=Status.PENDING, by=by()), by("manager", version=1)
    with refused("The order has changed", StaleOrder):
        cancel_order(order.pk, cause, reason="no")
