"""Take back a sum set by hand: the rate pays again."""

from decimal import Decimal

import pytest

from orders.states import Status
from payroll.models import PayrollEntry
from tests.factories.orders import bring_to, make_line, make_order
from tests.use_cases.evidence import assert_booked, refused
from tests.use_cases.test_set_pay import set_sum, standing
from verification.invariants import violations
from workflow.pay.add_pay import add_pay
from workflow.pay.finalize_pay import finalize_pay
from workflow.pay.unset_pay import unset_pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(by, lab):
    return make_order(make_line(lab.polish, performer=lab.anna), by=by())


def test_it_is_written_down_and_the_rate_pays(by, order):
    planned = set_sum(order, by())
    cause = by("manager")
    unset_pay(order.pk, cause, planned_id=planned.pk)
    said = f"{order.tasks.get()}, Performer: 20.00 EUR (agreed)"
    changes = [{"field": "pay", "before": said, "after": "", "money": True}]
    assert_booked(order, "unset_pay", cause, role="manager", changes=changes)
    bring_to(order, Status.PRODUCED, by())
    assert standing(order) == [("Anna", "performer", Decimal("9.09"))]


def test_after_posting_the_rate_of_that_day_is_booked_at_once(by, lab, order):
    planned = set_sum(order, by())
    bonus = add_pay(order.pk, by(), employee=lab.ben, amount=Decimal(5), comment="helped")
    bring_to(order, Status.PRODUCED, by())
    unset_pay(order.pk, by(), planned_id=planned.pk)
    unset_pay(order.pk, by(), planned_id=bonus.pk)
    assert standing(order) == [("Anna", "performer", Decimal("9.09"))]
    assert sum(entry.amount for entry in PayrollEntry.objects.all()) == Decimal("9.09")
    assert violations() == {}


def test_taken_back_twice_is_refused(by, order):
    planned = set_sum(order, by())
    unset_pay(order.pk, by(), planned_id=planned.pk)
    with refused("This sum does not stand any more"):
        unset_pay(order.pk, by(), planned_id=planned.pk)


def test_the_sum_of_another_order_is_not_found(by, lab, order):
    other = make_order(make_line(lab.polish, performer=lab.anna), by=by())
    planned = set_sum(other, by())
    with refused("This sum does not stand any more"):
        unset_pay(order.pk, by(), planned_id=planned.pk)


def test_finalized_pay_is_locked(by, order):
    planned = set_sum(order, by())
    bring_to(order, Status.PRODUCED, by())
    finalize_pay(order.pk, by())
    with refused("The pay of this order is finalized. Lift that first, and say why."):
        unset_pay(order.pk, by(), planned_id=planned.pk)
