"""The same scan arrives eight times in one moment, each with a token of its own: it acts once."""

import time

import pytest

from lab import scans
from lab.models import BenchScan
from lab.once import new_token
from orders.bench_codes import Kind, written
from orders.models import OrderEvent
from orders.states import Status
from tests.factories.lab import client_of
from tests.factories.orders import make_line, make_order
from tests.races import at_once
from tests.races.floor import PAUSE, Floor
from tests.races.test_at_once import CONTROLS, runs_well, went_wrong

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SCANS = 4


def scanned_at_once(floor: Floor, order=None, *, apart=0.0) -> bool:
    """Whether the task was started, by one event, and nothing was finished by the scans that came second.

    ``apart`` is how many seconds a scanner takes to read again: together all see the task waiting, a moment later the
    next sees it running.
    """
    order = order or order_of(floor)
    before = OrderEvent.objects.filter(order=order).count()
    clients = [client_of(floor.performer) for _number in range(SCANS)]

    def scan(number: int):
        time.sleep(number * apart)
        sent = {"code": written(Kind.ORDER, order.pk), "form_token": new_token()}
        return clients[number].post("/bench/", sent).status_code

    said = at_once(scan, people=SCANS)
    events = OrderEvent.objects.filter(order=order).count() - before
    task = order.tasks.get()
    return set(said) == {302} and events == 1 and (task.state, task.spans.count()) == ("in_progress", 1)


def order_of(floor: Floor):
    line = make_line(floor.service, performer=floor.performer)
    return make_order(line, status=Status.PRODUCTION, by=floor.cause())


def test_the_same_scan_several_times_at_once_acts_once():
    floor = Floor()
    assert runs_well(lambda: scanned_at_once(floor), 3)


def test_nor_does_a_scanner_that_reads_again_a_moment_later():
    floor = Floor()
    assert runs_well(lambda: scanned_at_once(floor, apart=PAUSE), 3)


def test_also_where_the_code_was_scanned_long_ago():
    floor = Floor()
    order = order_of(floor)
    long_ago = floor.cause().at - 10 * scans.AGAIN_WITHIN
    BenchScan.objects.create(employee=floor.performer, code=written(Kind.ORDER, order.pk), at=long_ago)
    assert scanned_at_once(floor, order)


def test_control_where_nothing_is_remembered_the_second_scan_finishes(monkeypatch):
    floor = Floor()
    prepared = [order_of(floor) for _number in range(CONTROLS)]
    monkeypatch.setattr("workflow.pages.bench.once", lambda cause, code, asked, act: (act(), False))
    assert went_wrong(lambda: scanned_at_once(floor, prepared.pop(), apart=3 * PAUSE))
