"""Edit a draft act by hand: it is made anew from what was typed."""

from decimal import Decimal

import pytest

from billing.ledger.act_prices import MoreThanOrdered
from billing.ledger.acts import ActLineDraft
from billing.models import Act
from orders.states import Status
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import assert_booked, refused
from workflow.acts.edit_act import edit_act
from workflow.acts.post_act import post_act
from workflow.moving import StaleOrder, StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(by, lab):
    return make_order(make_line(lab.crown, quantity="2", performer=lab.anna), status=Status.REVIEW, by=by())


def some(order, quantity="1"):
    return [ActLineDraft(order.lines.get().pk, Decimal(quantity))]


def test_it_says_what_was_typed_and_belongs_to_people_from_then_on(by, lab, order):
    cause = by(person=lab.anna, version=order.version)
    act = edit_act(order.pk, cause, act_id=Act.objects.get().pk, performer=lab.ben, lines=some(order))

    assert Act.objects.get() == act
    assert (act.performer, act.is_automatic, act.lines.get().quantity) == (lab.ben, False, 1)
    assert not act.materials.exists()
    row = assert_booked(
        order, "edit_act", cause, role="technician",
        changes=[
            {"field": "act", "before": "", "after": f"Ben: 1 × {lab.crown.code}"},
            {"field": "acts", "before": "automatic", "after": "by hand"},
        ],
    )  # fmt: skip
    assert row.version == order.version + 1


def test_a_draft_that_is_posted_or_gone_is_not_edited(by, lab, order):
    act, cause = Act.objects.get(), by("technician")
    gone = edit_act(order.pk, by(), act_id=act.pk, performer=lab.ben, lines=some(order))
    for pk in (act.pk, post_act(order.pk, by(), act_id=gone.pk).pk):
        with refused("This draft act is not there any more", StepRefused):
            edit_act(order.pk, cause, act_id=pk, performer=lab.ben, lines=some(order))


def test_the_draft_of_another_order_is_not_edited(by, lab, order):
    other, cause = make_order(status=Status.REVIEW, by=by()), by("technician")
    foreign = Act.objects.get(order=other)
    with refused("This draft act is not there any more", StepRefused):
        edit_act(order.pk, cause, act_id=foreign.pk, performer=lab.ben, lines=some(order))


def test_a_refused_change_leaves_the_old_draft(by, lab, order):
    act, cause = Act.objects.get(), by(person=lab.anna)
    with refused("“Crown”: the order has 2", MoreThanOrdered):
        edit_act(order.pk, cause, act_id=act.pk, performer=lab.ben, lines=some(order, "9"))
    with refused("Nobody assists himself"):
        edit_act(order.pk, cause, act_id=act.pk, performer=lab.ben, assistant=lab.ben, lines=some(order))


def test_a_stale_page_changes_nothing(by, lab, order):
    act, cause = Act.objects.get(), by("technician", version=1)
    with refused("The order has changed", StaleOrder):
        edit_act(order.pk, cause, act_id=act.pk, performer=lab.ben, lines=some(order))


def test_a_technician_edits_his_own_act_and_no_other(by, lab, order):
    act, cause = Act.objects.get(), by(person=lab.ben)
    with refused("This is the act of Anna. A manager or a reviewer may change it.", StepRefused):
        edit_act(order.pk, cause, act_id=act.pk, performer=lab.ben, lines=some(order))


@pytest.mark.parametrize("role", ["manager", "reviewer"])
def test_whoever_answers_for_acts_edits_any(by, lab, order, role):
    act = edit_act(order.pk, by(role), act_id=Act.objects.get().pk, performer=lab.ben, lines=some(order))
    assert act.performer == lab.ben


def test_a_performer_who_left_stays_until_replaced_and_is_not_named_newly(by, lab, order):
    lab.anna.is_active = lab.ben.is_active = False
    lab.anna.save()
    lab.ben.save()
    act, cause = Act.objects.get(), by("manager")
    with refused("A chosen performer does not work here as a performer any more."):
        edit_act(order.pk, cause, act_id=act.pk, performer=lab.ben, lines=some(order))
    kept = edit_act(order.pk, by("manager"), act_id=act.pk, performer=lab.anna, lines=some(order))
    assert kept.performer == lab.anna
