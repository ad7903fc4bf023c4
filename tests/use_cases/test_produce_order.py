"""Produce: performers are credited, materials written off, the final price fixed."""

from decimal import Decimal

import pytest

from billing.ledger.acts import ActLineDraft
from billing.models import Act, ReceivableEntry
from orders.states import Status
from payroll.models import PayrollEntry
from stock.ledger import NotEnoughStock
from stock.models import StockMovement
from tests.factories.orders import finish_tasks, make_line, make_order
from tests.factories.stock import item_of
from tests.use_cases.evidence import assert_booked, refused
from verification.invariants import violations
from workflow.acts.delete_act import delete_act
from workflow.acts.draft_act import draft_act
from workflow.acts.edit_act import edit_act
from workflow.acts.post_act import post_act
from workflow.life.produce_order import produce_order
from workflow.moving import StaleOrder, StepRefused
from workflow.plan.assign_task import assign_task

pytestmark = pytest.mark.django_db


def in_review(by, *lines):
    return make_order(*lines, status=Status.REVIEW, by=by())


def test_everybody_is_credited_and_materials_written_off_under_one_event(by, lab):
    order = in_review(
        by,
        make_line(lab.crown, quantity="2", performer=lab.anna, assistant=lab.ben),
        make_line(lab.polish, performer=lab.ben),
    )
    cause = by("reviewer", version=order.version)
    produced = produce_order(order.pk, cause)

    produced.refresh_from_db()
    assert (produced.status, produced.version) == (Status.PRODUCED, order.version + 1)
    assert produced.final_price == Decimal("270.30")
    row = assert_booked(produced, "produce", cause, role="reviewer", moved=("review", "produced"))
    acts = Act.objects.filter(order=order)
    assert {act.performer for act in acts} == {lab.anna, lab.ben}
    assert {act.event for act in acts} == {row.event}
    entries = PayrollEntry.objects.filter(order=order)
    assert {(e.employee, e.role, e.amount, e.event) for e in entries} == {
        (lab.anna, "performer", Decimal("72.00"), row.event),
        (lab.ben, "assistant", Decimal("10.00"), row.event),
        (lab.ben, "performer", Decimal("9.09"), row.event),
    }
    movement = StockMovement.objects.get(order=order)
    assert (movement.quantity, movement.event) == (Decimal(-5), row.event)
    assert not ReceivableEntry.objects.exists()
    assert violations() == {}


def test_without_a_service_to_review_it_is_produced_straight_from_production(by, lab):
    order = make_order(make_line(lab.polish, performer=lab.ben), status=Status.PRODUCTION, by=by())
    finish_tasks(order, by())
    cause = by("manager")
    assert_booked(
        produce_order(order.pk, cause), "produce", cause, role="manager", moved=("production", "produced")
    )


def test_one_service_to_review_binds_the_whole_order(by, lab):
    lines = (make_line(lab.crown, performer=lab.anna), make_line(lab.polish, performer=lab.ben))
    order, cause = make_order(*lines, status=Status.PRODUCTION, by=by()), by("reviewer")
    finish_tasks(order, by())
    with refused("A service of this order requires review: send it to review first.", StepRefused):
        produce_order(order.pk, cause)


def test_an_unfinished_task_keeps_it(by, lab):
    order = make_order(make_line(lab.polish, performer=lab.ben), status=Status.PRODUCTION, by=by())
    cause = by("manager")
    with refused("Some tasks are not finished yet.", StepRefused):
        produce_order(order.pk, cause)


def test_a_task_that_lost_its_performer_in_review_keeps_it(by, lab):
    order, cause = in_review(by, make_line(lab.crown, performer=lab.anna)), by("reviewer")
    assign_task(order.tasks.get().pk, by(), performer=None)
    with refused("Name a performer for every task first.", StepRefused):
        produce_order(order.pk, cause)


def test_acts_by_hand_have_to_be_posted_first(by, lab):
    order, cause = in_review(by, make_line(lab.crown, performer=lab.anna)), by("reviewer")
    line = order.lines.get()
    act = Act.objects.get(order=order)
    delete_act(order.pk, by(), act_id=act.pk)
    with refused("Make and post an act of completed work first.", StepRefused):
        produce_order(order.pk, cause)
    act = draft_act(order.pk, by(), performer=lab.ben, lines=[ActLineDraft(line.pk, Decimal(1))])
    with refused("Make and post an act of completed work first.", StepRefused):
        produce_order(order.pk, cause)
    post_act(order.pk, by(), act_id=act.pk)
    assert produce_order(order.pk, cause).final_price == Decimal(120)


def test_a_draft_left_beside_a_standing_act_keeps_it(by, lab):
    order, cause = in_review(by, make_line(lab.crown, quantity="2", performer=lab.anna)), by("reviewer")
    half = [ActLineDraft(order.lines.get().pk, Decimal(1))]
    act = edit_act(order.pk, by(), act_id=Act.objects.get().pk, performer=lab.anna, lines=half)
    post_act(order.pk, by(), act_id=act.pk)
    draft_act(order.pk, by(), performer=lab.ben, lines=half)
    with refused("An act is still a draft: post it or delete it first.", StepRefused):
        produce_order(order.pk, cause)


def test_what_is_short_is_named_and_nothing_is_booked(by, lab):
    order = in_review(by, make_line(lab.crown, quantity="5", performer=lab.anna))
    cause = by("reviewer")
    with refused("There is not enough in stock. Ceramic: needed 12.5 g, on hand 10 g.", NotEnoughStock):
        produce_order(order.pk, cause)


def test_a_manager_may_override_a_shortage_and_the_movement_says_so(by, lab):
    order = make_order(make_line(lab.crown, quantity="5", performer=lab.anna), status=Status.REVIEW, by=by())
    reviewer, chief = by("reviewer"), by("administrator")
    with refused("Your role does not allow this.", StepRefused):
        produce_order(order.pk, reviewer, override_shortage=True)
    produce_order(order.pk, chief, override_shortage=True)
    assert StockMovement.objects.get(order=order).shortage_overridden
    assert item_of(lab.ceramic).on_hand == Decimal("-2.5")
    assert violations() == {}


def test_a_stale_page_changes_nothing(by, lab):
    order, cause = in_review(by, make_line(lab.crown, performer=lab.anna)), by("reviewer", version=1)
    with refused("The order has changed", StaleOrder):
        produce_order(order.pk, cause)
