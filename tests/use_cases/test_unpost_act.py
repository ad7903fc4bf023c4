"""Unpost an act: a counter-act takes everything back; a draft copy is left to be corrected."""

from decimal import Decimal

import pytest

from billing.models import Act
from orders.states import Status
from payroll.models import PayrollEntry
from tests.factories.orders import make_line, make_order
from tests.factories.payroll import make_rate
from tests.factories.stock import item_of
from tests.use_cases.evidence import assert_booked, refused
from verification.invariants import violations
from workflow.acts.post_act import post_act
from workflow.acts.unpost_act import unpost_act
from workflow.moving import StaleOrder, StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(by, lab):
    order = make_order(
        make_line(lab.crown, quantity="2", performer=lab.anna), status=Status.PRODUCTION, by=by()
    )
    return post_act(order.pk, by(), act_id=Act.objects.get().pk)


def test_a_technician_unposts_nothing(by, lab, act):
    cause = by(person=lab.anna)
    with refused("A manager or a reviewer may unpost an act.", StepRefused):
        unpost_act(act.order_id, cause, act_id=act.pk)


@pytest.mark.parametrize("role", ["manager", "reviewer"])
def test_pay_materials_and_price_are_taken_back(by, lab, act, role):
    cause = by(role)
    order = unpost_act(act.order_id, cause, act_id=act.pk)

    order.refresh_from_db()
    assert order.final_price is None
    row = assert_booked(
        order, "unpost_act", cause, role=role,
        changes=[{"field": "act", "before": f"{act.number}: Anna: 2 × {lab.crown.code}", "after": ""}],
    )  # fmt: skip
    assert row.version == order.version
    counter = Act.objects.get(reverses=act)
    assert (counter.event, counter.number_serial) == (row.event, 2)
    assert sum(entry.amount for entry in PayrollEntry.objects.all()) == 0
    assert item_of(lab.ceramic).on_hand == 10
    copy = Act.objects.drafts().get()
    assert (copy.performer, copy.lines.get().quantity, copy.materials.get().quantity) == (lab.anna, 2, 5)
    assert violations() == {}


def test_posted_again_it_earns_at_the_rate_of_that_day(by, lab, act):
    make_rate(percent=Decimal(50), employee=lab.anna)
    unpost_act(act.order_id, by(), act_id=act.pk)
    post_act(act.order_id, by(), act_id=Act.objects.drafts().get().pk)
    amounts = list(PayrollEntry.objects.order_by("pk").values_list("amount", flat=True))
    assert amounts == [Decimal("72.00"), Decimal("-72.00"), Decimal("120.00")]
    assert violations() == {}


def test_it_is_unposted_once_and_a_counter_act_never(by, act):
    cause = by("reviewer")
    unpost_act(act.order_id, by(), act_id=act.pk)
    for other in (act, Act.objects.get(reverses=act), Act.objects.drafts().get()):
        with refused("This act does not stand any more.", StepRefused):
            unpost_act(act.order_id, cause, act_id=other.pk)


def test_the_act_of_another_order_is_left_alone(by, act):
    other, cause = make_order(status=Status.PRODUCTION, by=by()), by("reviewer")
    with refused("This act does not stand any more.", StepRefused):
        unpost_act(other.pk, cause, act_id=act.pk)


def test_a_stale_page_changes_nothing(by, act):
    cause = by("reviewer", version=1)
    with refused("The order has changed", StaleOrder):
        unpost_act(act.order_id, cause, act_id=act.pk)
