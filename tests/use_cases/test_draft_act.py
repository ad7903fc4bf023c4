"""Draft an act by hand: the first one switches automatic control off for the order."""

from decimal import Decimal

import pytest

from billing.ledger.act_prices import MoreThanOrdered, NotOfThisOrder
from billing.ledger.acts import ActLineDraft, EmptyAct, NamedTwice, NotAQuantity
from billing.models import Act
from orders.states import Status
from payroll.models import PayrollEntry
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import assert_booked, refused
from verification.invariants import violations
from workflow.acts.draft_act import draft_act
from workflow.acts.post_act import post_act
from workflow.moving import StaleOrder, StepRefused
from workflow.plan.assign_task import assign_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(by, lab):
    return make_order(make_line(lab.crown, quantity="3", performer=lab.anna), status=Status.REVIEW, by=by())


def some(order, quantity="1"):
    return [ActLineDraft(order.lines.get().pk, Decimal(quantity))]


@pytest.mark.parametrize("role", ["manager", "technician", "reviewer"])
def test_it_is_priced_in_proportion_and_nothing_is_booked(by, lab, order, role):
    cause = by(role, version=order.version)
    act = draft_act(
        order.pk, cause, performer=lab.ben, assistant=lab.anna, lines=some(order),
        materials=[(lab.ceramic.pk, Decimal("0.5"))],
    )  # fmt: skip

    assert (act.performer, act.assistant, act.is_posted, act.is_automatic) == (
        lab.ben,
        lab.anna,
        False,
        False,
    )
    assert [(line.quantity, line.amount) for line in act.lines.all()] == [(1, 120)]
    assert act.materials.get().quantity == Decimal("0.5")
    assert not PayrollEntry.objects.exists()
    row = assert_booked(
        order, "draft_act", cause, role=role,
        changes=[
            {"field": "act", "before": "", "after": f"Ben / Anna: 1 × {lab.crown.code}"},
            {"field": "acts", "before": "automatic", "after": "by hand"},
        ],
    )  # fmt: skip
    assert row.version == order.version + 1


def test_what_the_system_had_drafted_is_now_peoples_and_is_not_made_anew(by, lab, order):
    draft_act(order.pk, by(), performer=lab.ben, lines=some(order))
    assign_task(order.tasks.get().pk, by(), performer=lab.ben)
    order.refresh_from_db()
    assert not order.acts_automatic
    assert sorted(act.performer.name for act in Act.objects.drafts()) == ["Anna", "Ben"]
    assert not Act.objects.filter(is_automatic=True).exists()
    assert violations() == {}


def test_more_than_is_left_of_a_line_is_refused(by, lab, order):
    cause = by("technician")
    with refused("“Crown”: the order has 3, and posted acts already hold 0 of it.", MoreThanOrdered):
        draft_act(order.pk, cause, performer=lab.ben, lines=some(order, "3.001"))
    act = draft_act(order.pk, by(), performer=lab.ben, lines=some(order, "2"))
    post_act(order.pk, by(), act_id=act.pk)
    with refused("“Crown”: the order has 3, and posted acts already hold 2 of it.", MoreThanOrdered):
        draft_act(order.pk, cause, performer=lab.ben, lines=some(order, "2"))


def test_unsound_acts_are_refused(by, lab, order):
    cause, line, other = by("technician"), order.lines.get(), make_order(by=by()).lines.get()
    wrong = [
        ({"lines": []}, EmptyAct),
        ({"lines": some(order) * 2}, NamedTwice),
        ({"lines": some(order, "0")}, NotAQuantity),
        ({"lines": some(order, "-1")}, NotAQuantity),
        ({"lines": some(order, "NaN")}, NotAQuantity),
        ({"lines": [ActLineDraft(other.pk, Decimal(1))]}, NotOfThisOrder),
        ({"lines": some(order), "materials": [(lab.ceramic.pk, Decimal(0))]}, NotAQuantity),
        ({"lines": some(order), "materials": [(lab.ceramic.pk, Decimal(1))] * 2}, NamedTwice),
    ]
    for asked, error in wrong:
        with refused(error=error):
            draft_act(order.pk, cause, performer=lab.ben, **asked)
    assert line.order == order


def test_nobody_assists_himself(by, lab, order):
    cause = by("technician")
    with refused("Nobody assists himself"):
        draft_act(order.pk, cause, performer=lab.ben, assistant=lab.ben, lines=some(order))


@pytest.mark.parametrize("status", [Status.PENDING, Status.PRODUCED, Status.REALIZED])
def test_acts_are_made_by_hand_in_production_and_review(by, lab, status):
    order, cause = make_order(status=status, by=by()), by("technician")
    with refused("This cannot be changed while the order is in the state", StepRefused):
        draft_act(order.pk, cause, performer=lab.ben, lines=some(order))


def test_a_stale_page_changes_nothing(by, lab, order):
    cause = by("technician", version=1)
    with refused("The order has changed", StaleOrder):
        draft_act(order.pk, cause, performer=lab.ben, lines=some(order))
