"""Start: work begins, and an automatic order has a draft act for each responsible performer."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Act
from orders.states import Status
from payroll.models import PayrollEntry
from stock.models import StockMovement
from tests.factories.orders import make_draft, make_line, make_order
from tests.use_cases.evidence import assert_booked, refused
from workflow.drawing_up.create_order import create_order
from workflow.life.hold_order import hold_order
from workflow.life.start_order import start_order
from workflow.life.submit_order import submit_order
from workflow.moving import StaleOrder, StepRefused

pytestmark = pytest.mark.django_db


def test_each_performer_gets_a_draft_act_with_materials_and_nothing_is_booked_yet(by, lab):
    lines = (
        make_line(lab.crown, quantity="2", performer=lab.anna),
        make_line(lab.crown, performer=lab.anna),
        make_line(lab.polish, performer=lab.ben),
    )
    order, cause = make_order(*lines, by=by()), by("technician", version=1)
    movements = StockMovement.objects.count()
    order = start_order(order.pk, cause)

    order.refresh_from_db()
    assert (order.status, order.version) == (Status.PRODUCTION, 2)
    assert order.started_on == timezone.localdate(cause.at)
    acts = {act.performer: act for act in Act.objects.filter(order=order)}
    assert set(acts) == {lab.anna, lab.ben}
    assert all(act.is_automatic and not act.is_posted for act in acts.values())
    assert [line.quantity for line in acts[lab.anna].lines.order_by("line__position")] == [2, 1]
    assert list(acts[lab.anna].materials.values_list("material", "quantity")) == [
        (lab.ceramic.pk, Decimal("7.5"))
    ]
    assert not acts[lab.ben].materials.exists()
    assert not PayrollEntry.objects.exists()
    assert StockMovement.objects.count() == movements
    assert order.final_price is None
    assert_booked(order, "start", cause, role="technician", moved=("drafting", "production"))


def test_a_line_without_a_performer_waits_in_no_act(by, lab):
    order = make_order(make_line(lab.crown), by=by())
    start_order(order.pk, by("manager"))
    assert not Act.objects.exists()


def test_from_pending_it_waits_for_nothing_any_more(by):
    order = make_order(by=by())
    submit_order(order.pk, by(), awaited="the model", expected_on=date(2035, 12, 1))
    order = start_order(order.pk, by("manager"))
    assert (order.awaited, order.expected_on) == ("", None)


def test_the_day_of_the_first_start_stays(by, lab):
    order = make_order(make_line(lab.crown, performer=lab.anna), by=by())
    long_ago = replace(by(), at=timezone.now() - timezone.timedelta(days=9))
    first = start_order(order.pk, long_ago).started_on
    hold_order(order.pk, by(), awaited="the model", expected_on=date(2035, 12, 1))
    assert start_order(order.pk, by()).started_on == first == timezone.localdate(long_ago.at)
    assert Act.objects.count() == 1


def test_an_order_without_services_or_due_date_is_refused(by):
    bare, cause = create_order(replace(make_draft(), lines=()), by()), by("manager")
    with refused("Add at least one service first.", StepRefused):
        start_order(bare.pk, cause)
    undated = create_order(replace(make_draft(), due_on=None), by())
    with refused("Set the due date first.", StepRefused):
        start_order(undated.pk, cause)


def test_a_stale_page_changes_nothing(by):
    order, cause = make_order(by=by()), by("manager", version=9)
    with refused("The order has changed", StaleOrder):
        start_order(order.pk, cause)
