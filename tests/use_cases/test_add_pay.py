"""Add an employee with a sum: booked with the first act that stands, reversed when none stands any more."""

from decimal import Decimal

import pytest

from billing.ledger.acts import ActLineDraft
from billing.models import Act
from orders.models import Task
from orders.states import Status
from payroll.models import PayrollEntry
from tests.factories.lab import make_employee
from tests.factories.orders import bring_to, make_line, make_order
from tests.use_cases.evidence import assert_booked, refused
from tests.use_cases.test_set_pay import set_sum, standing
from verification.invariants import violations
from workflow.acts.delete_act import delete_act
from workflow.acts.draft_act import draft_act
from workflow.acts.post_act import post_act
from workflow.acts.unpost_act import unpost_act
from workflow.pay.add_pay import add_pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(by, lab):
    return make_order(make_line(lab.polish, quantity="2", performer=lab.anna), by=by())


def add(order, cause, employee, amount="5.00", comment="helped"):
    return add_pay(order.pk, cause, employee=employee, amount=Decimal(amount), comment=comment)


def post(order, by, performer):
    lines = [ActLineDraft(order.lines.get().pk, Decimal(1))]
    return post_act(order.pk, by, act_id=draft_act(order.pk, by, performer=performer, lines=lines).pk)


def test_it_is_written_down_and_nothing_is_booked_before_an_act(by, lab, order):
    cause = by("manager")
    add(order, cause, lab.ben)
    changes = [{"field": "pay", "before": "", "after": "Ben: 5.00 EUR (helped)", "money": True}]
    assert_booked(order, "add_pay", cause, role="manager", changes=changes)
    assert not PayrollEntry.objects.exists()


def test_the_first_act_books_it_once_and_the_last_one_gone_takes_it_back(by, lab, order):
    add(order, by(), lab.ben)
    bring_to(order, Status.PRODUCTION, by())
    delete_act(order.pk, by(), act_id=Act.objects.get(order=order).pk)
    acts = [post(order, by(), lab.anna) for _half in range(2)]
    besides = PayrollEntry.objects.filter(role="besides")
    assert [(entry.employee, entry.amount, entry.work_name) for entry in besides] == [(lab.ben, 5, "helped")]
    unpost_act(order.pk, by(), act_id=acts[0].pk)
    assert besides.all().count() == 1
    unpost_act(order.pk, by(), act_id=acts[1].pk)
    assert sum(entry.amount for entry in PayrollEntry.objects.all()) == 0
    assert besides.all().count() == 2
    assert violations() == {}


def test_added_after_posting_it_is_booked_at_once(by, lab, order):
    bring_to(order, Status.PRODUCED, by())
    add(order, by(), lab.ben)
    add(order, by(), lab.ben, "3.00", "helped again")
    assert standing(order)[1:] == [("Ben", "besides", Decimal(5)), ("Ben", "besides", Decimal(3))]
    assert violations() == {}


def test_the_sum_of_a_task_without_a_line_is_booked_in_the_same_way(by, lab, order):
    free = Task.objects.create(order=order, title="Second model", performer=lab.ben, position=9)
    set_sum(order, by(), "4.00", task=free)
    bring_to(order, Status.PRODUCED, by())
    entry = PayrollEntry.objects.get(employee=lab.ben)
    assert (entry.amount, entry.role, entry.task, entry.work_name) == (4, "performer", free, "Second model")
    assert violations() == {}


def test_somebody_who_left_is_paid_where_he_is_on_a_task_and_else_refused(by, lab, order):
    gone = make_employee("Gone", roles=["technician"], is_active=False)
    with refused("“Gone” left and was on no task of this order"):
        add(order, by(), gone)
    lab.anna.is_active = False
    lab.anna.save()
    assert add(order, by(), lab.anna).employee == lab.anna


@pytest.mark.parametrize(
    ("said", "sentence"),
    [({"comment": ""}, "Say in the comment why"), ({"amount": "-0.01"}, "A sum is 0 or more")],
)
def test_what_is_no_sum_is_refused(by, lab, order, said, sentence):
    with refused(sentence):
        add(order, by(), lab.ben, **said)
