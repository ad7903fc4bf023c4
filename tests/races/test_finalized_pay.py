"""Finalizing pay against setting a sum and against reopening, in the same moment; with the lock off it goes wrong."""

import time
from decimal import Decimal

import pytest

from common.refusals import Refused
from orders.states import Status
from payroll import planned as planned_pay
from payroll.models import PayMark, PlannedPay
from payroll.planned import is_final
from tests.races import at_once, goes_wrong
from tests.races.floor import PAUSE, Floor, unlock_orders
from verification.invariants import violations
from workflow.life.reopen_order import reopen_order
from workflow.pay.finalize_pay import finalize_pay
from workflow.pay.set_pay import set_pay

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TRIALS, CONTROLS = 3, 6


def said_well(said) -> bool:
    """Nobody met an error; refusals are in words."""
    return all(isinstance(one, Refused) or not isinstance(one, Exception) for one in said)


def finalize_against_setting(floor, prepared=None) -> bool:
    """Whether no sum was set after the mark, whoever came first."""
    order = prepared or floor.order(Status.PRODUCED)
    task = order.tasks.get().pk

    def act(person):
        if person % 2:
            return finalize_pay(order.pk, floor.cause())
        time.sleep(PAUSE / 4)
        return set_pay(
            order.pk, floor.cause(), task_id=task, role="performer", amount=Decimal(person), comment="now"
        )

    said = at_once(act, people=4)
    marks = list(PayMark.objects.filter(order=order).values_list("event", flat=True))
    set_later = PlannedPay.objects.filter(order=order, event__gt=marks[0]).exists() if marks else False
    return said_well(said) and len(marks) == 1 and not set_later


def finalize_against_reopening(floor, prepared=None) -> bool:
    """Whether an order in production has no finalized pay."""
    order = prepared or floor.order(Status.PRODUCED)
    acts = [
        lambda: finalize_pay(order.pk, floor.cause()),
        lambda: reopen_order(order.pk, floor.cause(), reason="again"),
    ]
    said = at_once(lambda person: acts[person](), people=2)
    order.refresh_from_db()
    return said_well(said) and not (order.status == Status.PRODUCTION and is_final(order))


RACES = [finalize_against_setting, finalize_against_reopening]


@pytest.mark.parametrize("race", RACES)
def test_finalized_pay_is_true_whoever_comes_first(race):
    floor = Floor()
    assert [race(floor) for _trial in range(TRIALS)] == [True] * TRIALS
    assert violations() == {}


@pytest.mark.parametrize("race", RACES)
def test_control_without_the_lock_of_the_order_it_is_not(race, monkeypatch):
    floor = Floor()
    orders = [floor.order(Status.PRODUCED) for _trial in range(CONTROLS)]
    unlock_orders(monkeypatch)
    turn = planned_pay.turn_lock

    def turn_late(*asked, **more):
        time.sleep(3 * PAUSE)
        return turn(*asked, **more)

    monkeypatch.setattr("workflow.pay.finalize_pay.turn_lock", turn_late)
    assert goes_wrong(lambda _turn: race(floor, orders.pop()), within=CONTROLS)
