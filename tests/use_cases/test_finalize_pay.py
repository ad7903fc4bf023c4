"""Finalize the pay of an order: once, when its acts are posted, until it is lifted."""

import pytest

from orders.states import Status
from payroll.models import PayMark
from payroll.planned import is_final
from tests.factories.orders import make_order
from tests.use_cases.evidence import assert_booked, refused
from workflow.life.reopen_order import reopen_order
from workflow.pay.finalize_pay import finalize_pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(by):
    return make_order(status=Status.PRODUCED, by=by())


def test_it_is_written_down_under_its_event(by, order):
    cause = by("accountant")
    finalize_pay(order.pk, cause)
    row = assert_booked(order, "finalize_pay", cause, role="accountant", changes=[])
    assert PayMark.objects.get().event == row.event
    assert is_final(order)


def test_finalizing_twice_is_refused(by, order):
    finalize_pay(order.pk, by())
    with refused("The pay of this order is finalized already."):
        finalize_pay(order.pk, by())


@pytest.mark.parametrize("status", [Status.DRAFTING, Status.PRODUCTION, Status.REVIEW, Status.CANCELLED])
def test_in_any_other_state_it_is_refused_in_words(by, status):
    order = make_order(status=status, by=by())
    with refused("This cannot be changed while the order is in the state"):
        finalize_pay(order.pk, by())


def test_reopening_the_order_lifts_it_with_a_trace(by, order):
    finalize_pay(order.pk, by())
    reopen_order(order.pk, by(), reason="again")
    assert not is_final(order)
    reopened, lifted = order.events.order_by("pk").reverse()[:2][::-1]
    assert [reopened.verb, lifted.verb] == ["reopen", "reopen_pay"]
    assert reopened.event == lifted.event == PayMark.objects.last().event


def test_reopening_an_order_whose_pay_is_not_finalized_leaves_no_such_trace(by, order):
    reopen_order(order.pk, by(), reason="again")
    assert not order.events.filter(verb="reopen_pay").exists()
