"""Post an act by hand: pay is accrued, materials are written off, the final price grows."""

from dataclasses import replace
from decimal import Decimal

import pytest

from billing.ledger.act_prices import NotOfThisOrder
from billing.ledger.acts import ActLineDraft
from billing.models import Act
from orders.models import Task
from orders.states import Status
from payroll.models import PayrollEntry
from stock.ledger import NotEnoughStock
from stock.models import StockMovement
from tests.factories.catalog import make_step
from tests.factories.orders import make_line, make_order, make_technician
from tests.factories.stock import item_of
from tests.use_cases.evidence import assert_booked, refused
from tests.use_cases.test_edit_order import as_it_stands
from verification.invariants import violations
from workflow.acts.acts_allowed import allowed_by_act
from workflow.acts.delete_act import delete_act
from workflow.acts.draft_act import draft_act
from workflow.acts.edit_act import edit_act
from workflow.acts.post_act import post_act
from workflow.drawing_up.edit_order import edit_order
from workflow.moving import StaleOrder, StepRefused
from workflow.plan.remove_task import remove_task
from workflow.plan.skip_task import skip_task

pytestmark = [pytest.mark.each_database, pytest.mark.django_db]


@pytest.fixture
def order(by, lab):
    line = make_line(lab.crown, quantity="3", performer=lab.anna, discount_percent=Decimal("33.33"))
    return make_order(line, status=Status.PRODUCTION, by=by())


def some(order, quantity="1"):
    return [ActLineDraft(order.lines.get().pk, Decimal(quantity))]


def by_hand(order, by, performer, quantity="1", **fields):
    return draft_act(order.pk, by(), performer=performer, lines=some(order, quantity), **fields)


def test_what_it_says_is_booked_under_its_event_with_a_number(by, lab, order):
    act = by_hand(order, by, lab.ben, assistant=lab.anna, materials=[(lab.ceramic.pk, Decimal(2))])
    cause = by("reviewer", version=order.version + 1)
    posted = post_act(order.pk, cause, act_id=act.pk)

    posted.refresh_from_db()
    order.refresh_from_db()
    row = assert_booked(
        order, "post_act", cause, role="reviewer",
        changes=[{"field": "act", "before": "", "after": f"Ben / Anna: 1 × {lab.crown.code}"}],
    )  # fmt: skip
    assert (posted.event, posted.number_serial, posted.is_standing) == (row.event, 1, True)
    assert (order.final_price, order.version) == (Decimal("80.00"), row.version)  # 240.01 a third of it
    assert {(e.employee, e.role, e.amount, e.event) for e in PayrollEntry.objects.all()} == {
        (lab.ben, "performer", Decimal("24.00"), row.event),
        (lab.anna, "assistant", Decimal("5.00"), row.event),
    }
    assert StockMovement.objects.get(order=order).quantity == -2
    assert violations() == {}


def test_parts_of_a_line_add_up_to_its_price(by, lab, order):
    for performer, price in ((lab.anna, "80.00"), (lab.ben, "160.01"), (lab.anna, "240.01")):
        act = by_hand(order, by, performer)
        post_act(order.pk, by(), act_id=act.pk)
        order.refresh_from_db()
        assert order.final_price == Decimal(price)
    assert order.lines.get().amount == Decimal("240.01")
    assert violations() == {}


def test_an_automatic_draft_posted_by_hand_still_pays_the_assistant_of_the_task(by, lab):
    line = make_line(lab.crown, performer=lab.anna, assistant=lab.ben)
    order = make_order(line, status=Status.PRODUCTION, by=by())
    post_act(order.pk, by(), act_id=Act.objects.get(order=order).pk)
    assert {entry.employee for entry in PayrollEntry.objects.all()} == {lab.anna, lab.ben}
    assert violations() == {}


def test_what_is_short_is_refused_and_may_be_overridden_by_a_manager(by, lab, order):
    act = by_hand(order, by, lab.anna, materials=[(lab.ceramic.pk, Decimal("10.001"))])
    technician, manager = by("technician"), by("manager")
    with refused("There is not enough in stock. Ceramic: needed 10.001 g, on hand 10 g.", NotEnoughStock):
        post_act(order.pk, technician, act_id=act.pk)
    with refused("Your role does not allow this.", StepRefused):
        post_act(order.pk, technician, act_id=act.pk, override_shortage=True)
    post_act(order.pk, manager, act_id=act.pk, override_shortage=True)
    assert item_of(lab.ceramic).on_hand == Decimal("-0.001")
    assert violations() == {}


def test_a_draft_of_a_line_that_was_taken_off_is_not_posted(by, lab, order):
    act, cause = by_hand(order, by, lab.anna), by("technician")
    edit_order(order.pk, replace(as_it_stands(order), lines=(make_line(lab.polish),)), by())
    with refused("A line of this act is not on the order any more. Make the act anew.", NotOfThisOrder):
        post_act(order.pk, cause, act_id=act.pk)


def test_an_act_is_posted_once(by, lab, order):
    act, cause = by_hand(order, by, lab.ben), by("technician")
    post_act(order.pk, by(), act_id=act.pk)
    with refused("This draft act is not there any more", StepRefused):
        post_act(order.pk, cause, act_id=act.pk)


def test_two_drafts_of_the_same_work_are_not_both_posted(by, lab, order):
    first, second, cause = by_hand(order, by, lab.ben, "2"), by_hand(order, by, lab.anna, "2"), by()
    post_act(order.pk, by(), act_id=first.pk)
    with refused("“Crown”: the order has 3, and posted acts already hold 2 of it."):
        post_act(order.pk, cause, act_id=second.pk)
    fits = edit_act(order.pk, by(), act_id=second.pk, performer=lab.anna, lines=some(order))
    post_act(order.pk, by(), act_id=fits.pk)
    assert violations() == {}


def test_a_stale_page_changes_nothing(by, lab, order):
    act, cause = by_hand(order, by, lab.ben), by("technician", version=1)
    with refused("The order has changed", StaleOrder):
        post_act(order.pk, cause, act_id=act.pk)


# --- who may post what ------------------------------------------------------------------------------------

NOT_THEIR_WORK = "The act names other people than the tasks of its services do."


def test_a_technician_posts_the_work_of_whoever_is_on_the_task(by, lab, order):
    act = by_hand(order, by, lab.anna)
    assert post_act(order.pk, by(person=lab.ben), act_id=act.pk).is_standing


@pytest.mark.parametrize("people", [("ben", None), ("anna", "ben"), ("ben", "anna")])
def test_a_technician_posts_no_act_that_names_somebody_who_is_not_on_the_task(by, lab, order, people):
    """Else one could take a colleague's pay by naming oneself."""
    performer, assistant = (name and getattr(lab, name) for name in people)
    act = by_hand(order, by, performer, assistant=assistant)
    for person in (lab.ben, lab.anna):
        cause = by(person=person)
        with refused(NOT_THEIR_WORK, StepRefused):
            post_act(order.pk, cause, act_id=act.pk)
    assert post_act(order.pk, by("manager"), act_id=act.pk).is_standing


@pytest.mark.parametrize(
    "people",
    [("ben", None), ("dan", None), ("carl", None), ("anna", "dan"), ("dan", "anna"), ("anna", "carl")],
)
def test_a_technician_is_paid_through_an_act_by_hand_only_for_the_own_task_of_a_line(by, lab, people):
    """Who assists, or is on another step, a skipped or a removed one, takes nobody's pay and earns nothing twice."""
    who = {"anna": lab.anna, "ben": lab.ben, "carl": make_technician(), "dan": make_technician()}
    for _step in range(4):
        make_step(lab.crown)
    order = make_order(make_line(lab.crown, performer=lab.anna), status=Status.PRODUCTION, by=by())
    model, frame, skipped, removed = order.tasks.all()
    Task.objects.filter(pk=frame.pk).update(performer=who["dan"], assistant=who["ben"])
    Task.objects.filter(pk__in=[skipped.pk, removed.pk]).update(performer=who["carl"])
    skip_task(skipped.pk, by())
    remove_task(removed.pk, by())
    performer, assistant = (name and who[name] for name in people)
    lines = [ActLineDraft(order.lines.get().pk, Decimal("0.5"))]
    act = draft_act(order.pk, by(), performer=performer, assistant=assistant, lines=lines)
    if people == ("dan", None):  # the own task
        assert post_act(order.pk, by(person=who["dan"]), act_id=act.pk).is_standing
        paid = PayrollEntry.objects.filter(order=order, role="performer").values_list("task", "employee")
        assert set(paid) == {(model.pk, lab.anna.pk), (frame.pk, who["dan"].pk)}
        return
    with refused(NOT_THEIR_WORK, StepRefused):
        post_act(order.pk, by(person=performer), act_id=act.pk)


def test_being_on_the_task_of_one_line_is_not_enough(by, lab):
    lines = [make_line(lab.crown, performer=lab.anna), make_line(lab.polish, performer=lab.ben)]
    order = make_order(*lines, status=Status.PRODUCTION, by=by())
    both = [ActLineDraft(line.pk, Decimal(1)) for line in order.lines.all()]
    act, cause = draft_act(order.pk, by(), performer=lab.ben, lines=both), by(person=lab.ben)
    with refused(NOT_THEIR_WORK, StepRefused):
        post_act(order.pk, cause, act_id=act.pk)


def test_what_is_allowed_by_act_is_what_the_use_cases_allow(by, lab, order):
    own, other = by_hand(order, by, lab.anna), by_hand(order, by, lab.ben)
    delete_act(order.pk, by(), act_id=Act.objects.first().pk)  # the one made automatically
    posted = post_act(order.pk, by(), act_id=by_hand(order, by, lab.anna).pk)
    assert {pk: set(may) for pk, may in allowed_by_act(order, lab.anna).items()} == {
        own.pk: {"edit", "post", "delete"},
        other.pk: set(),
    }
    assert set(allowed_by_act(order, lab.ben)[own.pk]) == {"post"}
    assert set(allowed_by_act(order, lab.ben)[other.pk]) == {"edit", "delete"}
    assert set(allowed_by_act(order, by("manager").actor)[posted.pk]) == {"unpost"}
