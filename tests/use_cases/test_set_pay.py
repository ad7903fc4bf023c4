"""Set by hand what a role of a task earns: it replaces the rate, is split over acts, and booked at once when late."""

from decimal import Decimal

import pytest

from billing.ledger.acts import ActLineDraft
from billing.models import Act
from orders.states import Status
from payroll.models import PayrollEntry, PlannedPay
from tests.factories.catalog import make_step
from tests.factories.orders import bring_to, cause, make_line, make_order
from tests.use_cases.evidence import assert_booked, refused
from verification.invariants import violations
from workflow.acts.delete_act import delete_act
from workflow.acts.draft_act import draft_act
from workflow.acts.post_act import post_act
from workflow.acts.unpost_act import unpost_act
from workflow.life.cancel_order import cancel_order
from workflow.life.reopen_order import reopen_order
from workflow.pay.finalize_pay import finalize_pay
from workflow.pay.set_pay import set_pay
from workflow.plan.assign_task import assign_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(by, lab):
    line = make_line(lab.polish, quantity="3", performer=lab.anna, assistant=lab.ben)
    return make_order(line, by=by())


def set_sum(order, by, amount="20.00", *, role="performer", comment="agreed", task=None):
    task = task or order.tasks.current().first()
    said = {"task_id": task.pk, "role": role, "amount": Decimal(amount), "comment": comment}
    return set_pay(order.pk, by, **said)


def standing(order):
    entries = PayrollEntry.objects.filter(order=order, reverses=None, reversed_by=None).order_by("pk")
    return [(entry.employee.name, entry.role, entry.amount) for entry in entries.select_related("employee")]


def act_over(order, by, performer, quantity):
    draft = draft_act(
        order.pk, by, performer=performer, lines=[ActLineDraft(order.lines.get().pk, Decimal(quantity))]
    )
    return post_act(order.pk, by, act_id=draft.pk)


@pytest.fixture
def by_hand(by, order):
    """In production, without a draft act."""
    bring_to(order, Status.PRODUCTION, by())
    delete_act(order.pk, by(), act_id=Act.objects.get(order=order).pk)
    return order


def test_it_is_written_down_with_who_set_it_and_why(by, lab, order):
    by_whom = by("accountant")
    planned = set_sum(order, by_whom)
    said = f"{order.tasks.get()}, Performer: 20.00 EUR (agreed)"
    row = assert_booked(
        order, "set_pay", by_whom, role="accountant",
        changes=[{"field": "pay", "before": "", "after": said, "money": True}],
    )  # fmt: skip
    assert (planned.event, planned.lifted_by, planned.amount) == (row.event, None, Decimal(20))
    assert row.version is None
    assert not PayrollEntry.objects.exists()


def test_posting_books_the_sum_instead_of_the_rate(by, lab, order):
    set_sum(order, by(), "20.00")
    bring_to(order, Status.PRODUCED, by())
    assert standing(order) == [("Anna", "performer", Decimal(20)), ("Ben", "assistant", Decimal(15))]
    entry = PayrollEntry.objects.get(employee=lab.anna)
    assert (entry.planned.comment, entry.rate, entry.rate_percent) == ("agreed", None, None)
    assert violations() == {}


def test_a_sum_of_nothing_pays_nothing(by, lab, order):
    set_sum(order, by(), "0", role="assistant", comment="learns")
    bring_to(order, Status.PRODUCED, by())
    assert standing(order)[1] == ("Ben", "assistant", Decimal(0))


def test_each_act_has_its_part_and_nothing_is_lost(by, lab, by_hand):
    set_sum(by_hand, by(), "20.00")
    for booked in ("6.67", "13.33", "20.00"):
        act_over(by_hand, by(), lab.anna, 1)
        sums = [amount for name, _role, amount in standing(by_hand) if name == "Anna"]
        assert sum(sums) == Decimal(booked)
        assert violations() == {}


def test_an_act_taken_back_in_the_middle_leaves_parts_that_add_up(by, lab, by_hand):
    set_sum(by_hand, by(), "20.00")
    acts = [act_over(by_hand, by(), lab.anna, 1) for _act in range(3)]
    unpost_act(by_hand.pk, by(), act_id=acts[1].pk)
    assert sum(amount for name, _role, amount in standing(by_hand) if name == "Anna") == Decimal("13.33")
    assert violations() == {}


def test_set_after_posting_it_books_the_difference_at_once(by, lab, order):
    bring_to(order, Status.PRODUCED, by())
    before = PayrollEntry.objects.get(employee=lab.anna)
    set_sum(order, by(), "20.00")
    assert standing(order) == [("Ben", "assistant", Decimal(15)), ("Anna", "performer", Decimal(20))]
    assert before.reversed_by.amount == -before.amount
    set_sum(order, by(), "30.00", comment="more")
    assert standing(order)[-1] == ("Anna", "performer", Decimal(30))
    assert PayrollEntry.objects.filter(employee=lab.ben).count() == 1
    assert violations() == {}


def test_another_sum_lifts_the_one_before(by, order):
    first = set_sum(order, by(), "20.00")
    second = set_sum(order, by(), "25.00")
    first.refresh_from_db()
    assert first.lifted_by == second.event
    assert list(PlannedPay.objects.standing()) == [second]


def test_the_same_sum_again_changes_nothing(by, order):
    set_sum(order, by(), "20.00")
    assert set_sum(order, by(), "20.00", comment=" agreed ") is None
    assert order.events.filter(verb="set_pay").count() == 1


def test_whoever_does_the_task_in_the_end_earns_the_sum(by, lab, order):
    set_sum(order, by(), "20.00")
    assign_task(order.tasks.get().pk, by(), performer=lab.ben)
    bring_to(order, Status.PRODUCED, by())
    assert standing(order) == [("Ben", "performer", Decimal(20))]


def test_another_performer_named_after_posting_takes_over_what_is_booked(by, lab):
    for _step in range(2):
        make_step(lab.polish)
    order = make_order(make_line(lab.polish, performer=lab.anna), by=by(), status=Status.PRODUCTION)
    post_act(order.pk, by(), act_id=Act.objects.get(order=order).pk)
    second = order.tasks.current()[1]
    set_sum(order, by(), "8.00", task=second)
    assign_task(second.pk, by(), performer=lab.ben)
    assert ("Ben", "performer", Decimal(8)) in standing(order)
    assert len(standing(order)) == 2
    assert violations() == {}


def test_reopening_keeps_the_sum_and_producing_again_books_it_again(by, lab, order):
    set_sum(order, by(), "20.00")
    bring_to(order, Status.PRODUCED, by())
    reopen_order(order.pk, by(), reason="again")
    assert standing(order) == []
    set_sum(order, by(), "22.00")
    bring_to_produced_again(order)
    assert standing(order)[0] == ("Anna", "performer", Decimal(22))
    assert violations() == {}


def bring_to_produced_again(order):
    from workflow.life.produce_order import produce_order

    produce_order(order.pk, cause())


def test_cancelling_the_order_lifts_it(by, order):
    planned = set_sum(order, by())
    cancel_order(order.pk, by(), reason="not wanted")
    planned.refresh_from_db()
    assert planned.lifted_by.verb == "cancel"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"comment": " "}, "Say in the comment why the sum is set by hand."),
        ({"amount": "-1"}, "A sum is 0 or more"),
        ({"amount": "NaN"}, "A sum is 0 or more"),
        ({"amount": "1.005"}, "A sum is 0 or more"),
        ({"amount": "1e11"}, "A sum is 0 or more"),
        ({"role": "boss"}, "A task is paid to its performer and to its assistant."),
        ({"comment": "a" * 201}, "Comment: Use at most 200 letters."),
    ],
)
def test_what_is_no_sum_is_refused_in_words_and_changes_nothing(by, order, said, sentence):
    with refused(sentence):
        set_sum(order, by(), **said)


def test_a_sum_for_an_assistant_who_is_not_there_is_refused(by, lab):
    order = make_order(make_line(lab.polish, performer=lab.anna), by=by())
    with refused("Nobody assists in this task."):
        set_sum(order, by(), role="assistant")


def test_a_sum_for_a_task_of_another_order_is_refused(by, lab, order):
    other = make_order(make_line(lab.polish, performer=lab.anna), by=by())
    with refused("This task is not on the plan any more."):
        set_sum(order, by(), task=other.tasks.get())


@pytest.mark.parametrize("role", ["technician", "reviewer"])
def test_technicians_and_reviewers_set_no_pay(by, order, role):
    with refused("Your role does not allow this."):
        set_sum(order, by(role))


def test_finalized_pay_is_locked(by, order):
    bring_to(order, Status.PRODUCED, by())
    finalize_pay(order.pk, by("accountant"))
    with refused("The pay of this order is finalized. Lift that first, and say why."):
        set_sum(order, by())
