"""Several people talk about one price in the same moment: every difference is booked to what stood, or refused."""

from dataclasses import replace
from decimal import Decimal

import pytest

from billing.models import PriceAdjustment, ReceivableEntry
from billing.price import story_of
from common.refusals import Refused
from orders.models import Order
from orders.states import Status
from tests.races import AT_ONCE, at_once, failures
from tests.races.floor import Floor, unlock_orders
from verification.invariants import violations
from workflow.life.realize_order import realize_order
from workflow.money.adjust_price import adjust_price

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def eight_totals(order: Order, floor: Floor) -> bool:
    """Eight people, none of whom says which version they saw; whether each difference is to all before it."""
    cause = replace(floor.cause(order), version=None)

    def agree(person: int) -> Order:
        return adjust_price(order.pk, cause, total=Decimal(200 + person), reason=f"person {person}")

    said = at_once(agree)
    now, last = Order.objects.get(pk=order.pk), PriceAdjustment.objects.filter(order=order).last()
    story = story_of(now)
    return not failures(said) and len(story.adjustments) == AT_ONCE and last.agreed == now.final_price


def test_of_eight_who_agree_on_totals_each_is_booked_to_what_stood():
    floor = Floor()
    assert eight_totals(floor.order(Status.PRODUCED), floor)
    assert violations() == {}


def test_control_without_the_lock_differences_are_booked_to_what_stands_no_more(monkeypatch):
    floor = Floor()
    order = floor.order(Status.PRODUCED)
    unlock_orders(monkeypatch)
    assert not eight_totals(order, floor)


def test_a_price_is_adjusted_before_it_is_charged_or_not_at_all():
    floor = Floor()
    order = floor.order(Status.PRODUCED)
    cause = replace(floor.cause(order), version=None)

    def act(person: int) -> Order:
        if person % 2:
            return realize_order(order.pk, cause)
        return adjust_price(order.pk, cause, total=Decimal(200 + person), reason="agreed")

    said = at_once(act)
    assert all(isinstance(one, Order | Refused) for one in said), said
    order.refresh_from_db()
    assert order.status == Status.REALIZED
    assert ReceivableEntry.objects.get(order=order).amount == order.final_price
    assert violations() == {}
