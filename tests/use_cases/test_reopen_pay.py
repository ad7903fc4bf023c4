"""Lift the mark of finalized pay: with a reason, and it can be set again."""

import pytest

from orders.states import Status
from payroll.models import PayMark
from payroll.planned import is_final
from tests.factories.orders import make_order
from tests.use_cases.evidence import assert_booked, refused
from workflow.pay.finalize_pay import finalize_pay
from workflow.pay.reopen_pay import reopen_pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(by):
    return make_order(status=Status.PRODUCED, by=by())


def test_it_is_written_down_with_its_reason(by, order):
    finalize_pay(order.pk, by())
    cause = by("manager")
    reopen_pay(order.pk, cause, reason="a sum was wrong")
    assert_booked(order, "reopen_pay", cause, role="manager", reason="a sum was wrong", changes=[])
    assert not is_final(order)
    finalize_pay(order.pk, by())
    assert list(PayMark.objects.values_list("turn", flat=True)) == [1, 2, 3]


def test_without_a_reason_it_is_refused(by, order):
    finalize_pay(order.pk, by())
    with refused("Say why."):
        reopen_pay(order.pk, by(), reason=" ")


def test_what_is_not_finalized_is_refused(by, order):
    with refused("The pay of this order is not finalized."):
        reopen_pay(order.pk, by(), reason="so")
