"""Taking automatic control of the acts up again, and what several performers make of it."""

from decimal import Decimal

import pytest

from billing.ledger.acts import ActLineDraft
from billing.models import Act
from orders.models import Order
from orders.states import Status
from payroll.models import PayrollEntry
from tests.factories.orders import finish_tasks, make_line, make_order
from tests.use_cases.evidence import assert_booked, refused
from tests.use_cases.rehearsals import as_rehearsed
from verification.invariants import violations
from workflow.acts.draft_act import draft_act
from workflow.acts.edit_act import edit_act
from workflow.acts.post_act import post_act
from workflow.acts.take_up_automatic import take_up_automatic
from workflow.life.produce_order import produce_order
from workflow.life.reopen_order import reopen_order
from workflow.life.send_order_to_review import send_order_to_review
from workflow.moving import StaleOrder, StepRefused
from workflow.plan.assign_task import assign_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(by, lab):
    """Three crowns by Anna of which one is posted by hand, and a polish by Ben; the acts are made by hand."""
    order = make_order(
        make_line(lab.crown, quantity="3", performer=lab.anna),
        make_line(lab.polish, performer=lab.ben),
        status=Status.PRODUCTION,
        by=by(),
    )
    draft = Act.objects.get(order=order, performer=lab.anna)
    crown = order.lines.get(service=lab.crown)
    act = edit_act(
        order.pk, by(), act_id=draft.pk, performer=lab.anna, lines=[ActLineDraft(crown.pk, Decimal(1))]
    )
    post_act(order.pk, by(), act_id=act.pk)
    draft_act(order.pk, by(), performer=lab.ben, lines=[ActLineDraft(crown.pk, Decimal("0.5"))])
    return Order.objects.get(pk=order.pk)


def drafts_of(order) -> dict:
    acts = Act.objects.drafts().filter(order=order)
    return {
        act.performer.name: [(line.name, line.quantity) for line in act.lines.all()]
        for act in acts
        if act.is_automatic
    }


@pytest.mark.parametrize("role", ["manager", "reviewer"])
def test_drafts_are_made_anew_from_what_no_posted_act_covers(by, lab, order, role):
    assert not order.acts_automatic
    cause = by(role, version=order.version)
    order = as_rehearsed(order.pk, lambda: take_up_automatic(order.pk, cause))

    order.refresh_from_db()
    assert order.acts_automatic
    assert drafts_of(order) == {"Anna": [("Crown", Decimal(2))], "Ben": [("Polish", Decimal(1))]}
    assert Act.objects.drafts().filter(order=order).count() == 2
    posted = Act.objects.standing().get(order=order)
    assert [(line.name, line.quantity) for line in posted.lines.all()] == [("Crown", Decimal(1))]
    row = assert_booked(order, "take_up_automatic", cause, role=role)
    assert row.changes[0] == {"field": "acts", "before": "by hand", "after": "automatic"}
    assert {change["before"] for change in row.changes[1:]} == {
        f"Ben: 1 × {lab.polish.code}",
        f"Ben: 0.5 × {lab.crown.code}",
    }
    assert violations() == {}


def test_from_then_on_the_drafts_follow_the_tasks_and_are_posted_with_the_order(by, lab, order):
    take_up_automatic(order.pk, by())
    assign_task(order.tasks.get(line__service=lab.polish).pk, by(), performer=lab.anna)
    assert drafts_of(order) == {"Anna": [("Crown", Decimal(2)), ("Polish", Decimal(1))]}
    finish_tasks(order, by())
    send_order_to_review(order.pk, by())
    as_rehearsed(order.pk, lambda: produce_order(order.pk, by()))
    order.refresh_from_db()
    assert order.final_price == Decimal("390.30")  # as drawn up: nothing twice, nothing left out
    reopen_order(order.pk, by(), reason="the shade")
    assert Act.objects.standing().get(order=order).is_automatic is False
    assert violations() == {}


def test_it_can_be_taken_up_in_review_as_well(by, lab, order):
    finish_tasks(order, by())
    send_order_to_review(order.pk, by())
    take_up_automatic(order.pk, by("reviewer"))
    assert set(drafts_of(order)) == {"Anna", "Ben"}


def test_several_performers_make_several_acts_and_the_others_on_a_line_are_credited_through_it(by, lab):
    order = make_order(
        make_line(lab.crown, performer=lab.anna),
        make_line(lab.crown, performer=lab.ben),
        status=Status.PRODUCTION,
        by=by(),
    )
    first = order.tasks.order_by("pk").first()
    order.tasks.create(
        line=first.line, title="Glaze", position=first.position, performer=lab.ben, share=Decimal(25)
    )
    Order.objects.filter(pk=order.pk).update(acts_automatic=False)
    take_up_automatic(order.pk, by())
    assert drafts_of(order) == {"Anna": [("Crown", Decimal(1))], "Ben": [("Crown", Decimal(1))]}
    finish_tasks(order, by())
    send_order_to_review(order.pk, by())
    as_rehearsed(order.pk, lambda: produce_order(order.pk, by()))
    paid = {(entry.employee.name, entry.base) for entry in PayrollEntry.objects.filter(order=order)}
    assert paid == {("Anna", Decimal(90)), ("Ben", Decimal(30)), ("Ben", Decimal(120))}
    assert violations() == {}


def test_a_technician_does_not_take_the_drafts_of_others_away(by, order):
    with refused("Your role does not allow this.", StepRefused):
        take_up_automatic(order.pk, by("technician"))


def test_what_is_automatic_already_or_no_longer_open_is_refused(by, lab, order):
    take_up_automatic(order.pk, by())
    with refused("The acts of this order are made automatically already.", StepRefused):
        take_up_automatic(order.pk, by())
    done = make_order(make_line(lab.polish, performer=lab.ben), status=Status.PRODUCED, by=by())
    Order.objects.filter(pk=done.pk).update(acts_automatic=False)
    with refused("This cannot be changed while the order is in the state “Produced”.", StepRefused):
        take_up_automatic(done.pk, by())


def test_a_stale_page_changes_nothing(by, order):
    with refused("The order has changed", StaleOrder):
        take_up_automatic(order.pk, by(version=order.version - 1))
