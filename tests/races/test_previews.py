"""Dialogs that rehearse while others book: nobody is turned away by a dialog, and no dialog waits."""

import threading
import time

import pytest
from django.db import connection, transaction

from common.models import Counter
from orders.models import Order
from orders.states import Status
from tests.races import AT_ONCE, at_once
from tests.races.floor import Floor
from verification.invariants import violations
from workflow.life.produce_order import produce_order
from workflow.preview.rehearsing import rehearse

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def look(floor, order):
    return rehearse(order.pk, lambda: produce_order(order.pk, floor.cause(order)))


@pytest.mark.parametrize("taken", ["order", "counter"])
def test_a_dialog_gives_up_at_once_where_a_row_is_taken(taken):
    floor = Floor()
    orders = [floor.order(Status.PRODUCTION) for _ in range(2)]
    produce_order(orders[1].pk, floor.cause(orders[1]))  # so that the counter is there
    rows = {"order": Order.objects.filter(pk=orders[0].pk), "counter": Counter.objects.filter(series="act")}
    locked, seen = threading.Event(), threading.Event()

    def colleague():
        with transaction.atomic():
            list(rows[taken].select_for_update().values_list("pk"))
            locked.set()
            seen.wait(20)
        connection.close()

    works = threading.Thread(target=colleague)
    works.start()
    assert locked.wait(20)
    began = time.monotonic()
    rehearsal = look(floor, orders[0])
    waited = time.monotonic() - began
    seen.set()
    works.join()
    assert rehearsal.is_busy
    assert waited < 2
    assert look(floor, orders[0]).booked


def test_who_books_is_not_turned_away_by_those_who_look():
    floor = Floor()
    orders = [floor.order(Status.PRODUCTION) for _ in range(AT_ONCE)]

    def work(person):
        if person % 2:
            return [look(floor, order) for order in orders]
        return produce_order(orders[person].pk, floor.cause(orders[person])).status

    said = at_once(work)
    assert [one for one in said if isinstance(one, Exception)] == []
    assert said[::2] == ["produced"] * (AT_ONCE // 2)
    assert violations() == {}
