"""Reopen: what automatic control posted is unposted; what people posted by hand stands."""

from decimal import Decimal

import pytest

from billing.ledger.acts import standing_total
from billing.models import Act
from orders.states import Status
from payroll.models import PayrollEntry
from stock.models import StockMovement
from tests.factories.orders import finish_tasks, make_line, make_order
from tests.factories.stock import item_of
from tests.use_cases.evidence import assert_booked, refused
from verification.invariants import violations
from workflow.acts.post_act import post_act
from workflow.life.produce_order import produce_order
from workflow.life.reopen_order import reopen_order
from workflow.life.send_order_to_review import send_order_to_review
from workflow.moving import StaleOrder

pytestmark = pytest.mark.django_db


@pytest.fixture
def produced(by, lab):
    line = make_line(lab.crown, quantity="2", performer=lab.anna, assistant=lab.ben)
    return make_order(line, status=Status.PRODUCED, by=by())


def test_pay_materials_and_price_are_taken_back_and_drafts_wait_again(by, lab, produced):
    cause = by("reviewer", version=produced.version)
    order = reopen_order(produced.pk, cause, reason="wrong shade")

    order.refresh_from_db()
    assert (order.status, order.version, order.final_price) == (Status.PRODUCTION, produced.version + 1, None)
    row = assert_booked(
        order, "reopen", cause, role="reviewer", reason="wrong shade", moved=("produced", "production")
    )
    counter = Act.objects.get(reverses__isnull=False)
    assert counter.event == row.event
    assert [(line.quantity, line.amount) for line in counter.lines.all()] == [(-2, Decimal(-240))]
    pay = PayrollEntry.objects.filter(order=order)
    assert sum(entry.amount for entry in pay) == 0
    assert {entry.event for entry in pay.filter(reverses__isnull=False)} == {row.event}
    assert StockMovement.objects.get(reverses__isnull=False).event == row.event
    assert item_of(lab.ceramic).on_hand == 10
    assert Act.objects.filter(order=order).drafts().get().is_automatic
    assert order.tasks.get().state == "done"
    assert violations() == {}


def test_what_people_posted_by_hand_stands_and_is_not_posted_twice(by, lab):
    order = make_order(make_line(lab.crown, performer=lab.anna), status=Status.REVIEW, by=by())
    post_act(order.pk, by(), act_id=Act.objects.get(order=order).pk)
    produce_order(order.pk, by())
    order = reopen_order(order.pk, by(), reason="a scratch")

    assert order.final_price == 120
    assert not Act.objects.filter(order=order).drafts().exists()
    send_order_to_review(order.pk, by())
    assert produce_order(order.pk, by()).final_price == 120
    assert PayrollEntry.objects.filter(order=order).count() == 1
    assert violations() == {}


def test_round_and_round_everything_is_booked_once(by, lab, produced):
    for _round in range(3):
        reopen_order(produced.pk, by(), reason="again")
        finish_tasks(produced, by())
        send_order_to_review(produced.pk, by())
        produce_order(produced.pk, by())
    assert standing_total(produced) == 240
    assert Act.objects.filter(order=produced).standing().count() == 1
    assert item_of(lab.ceramic).on_hand == 5
    assert sum(e.amount for e in PayrollEntry.objects.filter(employee=lab.anna)) == 72
    assert violations() == {}


def test_a_stale_page_changes_nothing(by, produced):
    cause = by("reviewer", version=1)
    with refused("The order has changed", StaleOrder):
        reopen_order(produced.pk, cause, reason="again")


def test_a_realized_order_is_unrealized_first(by):
    order, cause = make_order(status=Status.REALIZED, by=by()), by("reviewer")
    with refused("This is not possible while the order is in the state “Realized”."):
        reopen_order(order.pk, cause, reason="again")
