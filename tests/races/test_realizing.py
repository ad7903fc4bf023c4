"""Realizing many against realizing one, against unrealizing, against itself; numbers of documents without a gap.

Each race has a control: without the locks the same trial goes wrong.
"""

import random
import time

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from billing.models import ClosingDocument, ReceivableEntry
from common.models import Counter
from common.numbering import NumberIsTaken
from common.refusals import Refused
from lab.cause import Cause
from orders.models import Order
from orders.models.order import OrderQuerySet
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_employee
from tests.factories.orders import make_line, make_order, make_technician
from tests.races import AT_ONCE, at_once, goes_wrong
from tests.races.floor import PAUSE
from tests.sizes import NIGHTLY
from verification.invariants import violations
from workflow.life.realize_many import realize_many
from workflow.life.realize_order import realize_order
from workflow.life.unrealize_order import unrealize_order

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

TRIALS = 8 if NIGHTLY else 3


class Changed(Exception):
    """Somebody's transaction does not go through."""


class Shop:
    """Produced orders of few customers, and somebody who may everything."""

    def __init__(self):
        self.chief = make_employee(roles=["administrator"])
        self.service, self.performer = make_service(), make_technician()

    def produced(self, customers, count: int) -> list[Order]:
        return [
            make_order(
                make_line(self.service, performer=self.performer),
                status=Status.PRODUCED,
                customer=customers[n % len(customers)],
            )
            for n in range(count)
        ]

    def by(self, version=None) -> Cause:
        return Cause(self.chief, timezone.now(), version)


@pytest.fixture
def shop():
    return Shop()


@pytest.fixture
def orders_unlocked(monkeypatch):
    """Nobody locks orders; whoever has read them is slow to write."""

    def read_and_wait(found):
        time.sleep(PAUSE)
        return found

    monkeypatch.setattr(OrderQuerySet, "locked", lambda rows, pk: read_and_wait(rows.get(pk=pk)))
    monkeypatch.setattr(
        OrderQuerySet,
        "locked_together",
        lambda rows, pks: read_and_wait(list(rows.filter(pk__in=pks).order_by("pk"))),
    )


@pytest.fixture
def counters_unlocked(monkeypatch):
    locking = models.QuerySet.select_for_update

    def unlocked(self, *args, **kwargs):
        return self.all() if self.model is Counter else locking(self, *args, **kwargs)

    monkeypatch.setattr(models.QuerySet, "select_for_update", unlocked)


def seen(orders) -> dict[int, int]:
    return {order.pk: order.version for order in orders}


def charged_once(orders) -> bool:
    """Every order stands under one charge, and nothing else was broken."""
    charges = ReceivableEntry.objects.filter(kind="charge", reverses=None, reversed_by=None)
    counted = [charges.filter(order=order).count() for order in orders]
    return counted == [1] * len(orders) and violations() == {}


def faults(said) -> list:
    return [one for one in said if isinstance(one, Exception) and not isinstance(one, Refused)]


def many_and_ones_at_once(shop: Shop) -> bool:
    """Four people realize the same orders together, four realize one of them each."""
    orders = shop.produced([make_counterparty(), make_counterparty()], 4)

    def act(person: int):
        if person % 2:
            return realize_many(dict(reversed(seen(orders).items())), shop.by())
        order = orders[person // 2]
        return realize_order(order.pk, shop.by(order.version))

    return not faults(at_once(act)) and charged_once(orders)


def test_many_against_one_each_order_is_charged_once(shop):
    assert [many_and_ones_at_once(shop) for _ in range(TRIALS)] == [True] * TRIALS


def test_control_without_the_locks_orders_are_charged_twice(shop, orders_unlocked):
    assert goes_wrong(lambda _turn: many_and_ones_at_once(shop), within=4 * TRIALS)


def test_two_presses_over_the_same_orders_in_other_sequences_wait_for_each_other(shop):
    """Locks are taken by id, whatever the sequence of the form: nobody is told of a deadlock."""
    for _ in range(TRIALS):
        customers = [make_counterparty() for _ in range(3)]
        orders = shop.produced(customers, 6)
        ways = [dict(seen(orders)), dict(reversed(seen(orders).items()))]
        said = at_once(lambda person, ways=ways: realize_many(ways[person % 2], shop.by()), people=4)
        assert faults(said) == []
        assert charged_once(orders)


def test_realizing_against_unrealizing_one_of_them(shop):
    """Whoever comes first: the order stands realized or produced, and its charge with it."""
    for _ in range(TRIALS):
        orders = shop.produced([make_counterparty()], 3)
        realize_many(seen(orders), shop.by())
        fresh = shop.produced([orders[0].customer], 2)
        asked = seen(fresh) | {orders[0].pk: orders[0].version + 2}  # as it stands once it is unrealized

        def act(person, asked=asked, order=orders[0]):
            if person % 2:
                return realize_many(asked, shop.by())
            return unrealize_order(order.pk, shop.by(order.version + 1), reason="a mistake")

        assert faults(at_once(act, people=4)) == []
        assert charged_once([*orders[1:], *fresh])
        assert Order.objects.get(pk=orders[0].pk).status in (Status.REALIZED, Status.PRODUCED)


def eight_issues_some_in_vain(shop: Shop, year: int, chance: random.Random) -> bool:
    """Eight presses of three orders each, about a third rolled back; whether the numbers run 1…n."""
    groups = [shop.produced([make_counterparty()], 2) for _ in range(AT_ONCE)]
    fails = [chance.random() < 0.3 for _ in range(AT_ONCE)]
    at = timezone.now().replace(year=year)

    def act(person: int):
        with transaction.atomic():
            realize_many(seen(groups[person]), Cause(shop.chief, at))
            if fails[person]:
                raise Changed

    said = at_once(act)
    strange = [one for one in said if one is not None and not isinstance(one, Changed)]
    assert all(isinstance(one, IntegrityError | NumberIsTaken) for one in strange), strange
    serials = sorted(ClosingDocument.objects.filter(number_year=year).values_list("number_serial", flat=True))
    return not strange and serials == list(range(1, AT_ONCE - sum(fails) + 1))


def test_numbers_of_documents_have_no_gap_whoever_issues_and_whoever_fails(shop):
    chance = random.Random(7)
    assert [eight_issues_some_in_vain(shop, 2030 + trial, chance) for trial in range(TRIALS)] == [
        True
    ] * TRIALS


def test_control_without_the_lock_numbers_of_documents_go_wrong(shop, counters_unlocked):
    chance = random.Random(7)
    assert goes_wrong(lambda turn: eight_issues_some_in_vain(shop, 2030 + turn, chance), within=4 * TRIALS)
