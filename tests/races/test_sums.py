"""Sums are reckoned while people book: what is booked meanwhile is neither lost nor counted twice.

Each race has a control: without what keeps it right the same trial goes wrong.
"""

from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta
from threading import Event as Flag
from threading import Thread

import pytest
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from common.snapshot import one_snapshot
from lab.models import Event
from orders.states import Status
from sums import reckoning, settled
from sums.figures import FIGURES, PRODUCED
from sums.reading import Sums
from sums.reckoning import reckon
from sums.rows import added_up
from sums.spans import NO_END
from tests.factories.orders import WAYS, cause, make_order
from tests.races import AT_ONCE, at_once, failures
from verification.invariants import violations
from workflow.life.reopen_order import reopen_order
from workflow.life.start_order import start_order

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
EVER = (date(2000, 1, 1), NO_END)


def in_all(sums: Sums) -> dict[str, set]:
    return {figure.name: set(added_up(figure, sums.rows(figure, [EVER]), date.min)) for figure in FIGURES}


def wrong() -> set[str]:
    """Figures whose kept sums and books differ."""
    kept, live = in_all(Sums()), in_all(Sums(kept=False))
    return {name for name in kept if kept[name] != live[name]}


def between(monkeypatch, module, name: str, act) -> None:
    """``act`` is done elsewhere, once, after the function of the module has answered."""
    ask, done = getattr(module, name), []

    def interrupted(*told):
        found = ask(*told)
        if not done:
            done.append(at_once(lambda _person: act(), people=1))
        return found

    monkeypatch.setattr(module, name, interrupted)


@pytest.fixture
def slow_booker():
    """Somebody who books in a transaction that has not ended while others go on: his event has the smaller number."""
    booked, may_end, troubles = Flag(), Flag(), []
    slow, quick = (make_order(status=Status.PENDING) for _order in range(2))

    def book():
        try:
            with transaction.atomic():
                start_order(slow.pk, cause())
                booked.set()
                may_end.wait(timeout=60)
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            booked.set()
            connection.close()

    person = Thread(target=book)
    person.start()
    assert booked.wait(timeout=60)
    start_order(quick.pk, cause())

    def end():
        may_end.set()
        person.join(timeout=60)

    yield end
    end()
    assert troubles == []


def bring_to_produced(order) -> None:
    for step in WAYS[Status.PRODUCED][1:]:
        step(order, cause())


def without_the_lock() -> int:
    return Event.objects.aggregate(last=Max("pk"))["last"]


def test_nothing_is_settled_while_somebody_books(slow_booker, monkeypatch):
    monkeypatch.setattr(settled, "TIMES", 2)
    assert reckon() is None
    assert wrong() == set()
    slow_booker()
    assert reckon()
    assert wrong() == set()
    assert 87 not in violations()


def test_taking_the_last_number_for_settled_loses_what_has_a_smaller_one(slow_booker, monkeypatch):
    """The control of the test above."""
    monkeypatch.setattr(reckoning, "settled_event", without_the_lock)
    assert reckon()
    slow_booker()
    assert wrong() == {"moves"}
    assert 87 in violations()


def test_nobody_waits_behind_who_looks_for_a_moment(slow_booker, monkeypatch):
    """The table of events is asked for without standing in line, and let go of at once."""
    monkeypatch.setattr(settled, "TIMES", 2)
    orders = [make_order(status=Status.PENDING) for _person in range(AT_ONCE)]

    def act(number):
        return settled.settled_event() if number % 4 == 0 else start_order(orders[number].pk, cause()).status

    assert failures(at_once(act)) == []


def test_what_is_booked_between_two_steps_of_the_reckoning_is_seen(monkeypatch):
    order = make_order(status=Status.PRODUCED)
    between(monkeypatch, reckoning, "settled_event", lambda: reopen_order(order.pk, cause(), reason="again"))
    assert reckon()
    assert wrong() == set()
    assert reckon()
    assert wrong() == set()
    assert 87 not in violations()


def test_reckoning_while_seven_people_produce():
    order = make_order(status=Status.PRODUCED)

    def act(number):
        if number == 0:
            return [reckon() for _time in range(6)]
        made = make_order(status=Status.PRODUCED if number % 2 else Status.REALIZED)
        if number == 1:
            reopen_order(order.pk, cause(), reason="again")
        return made.status

    assert failures(at_once(act)) == []
    assert wrong() == set()
    assert reckon()
    assert wrong() == set()
    assert 87 not in violations()


def test_several_who_reckon_do_it_once():
    for _order in range(3):
        make_order(status=Status.REALIZED)
    assert failures(at_once(lambda _number: reckon(), people=4)) == []
    assert wrong() == set()
    assert 87 not in violations()


@pytest.mark.parametrize(("held", "counted"), [(True, 2), (False, 3)])
def test_a_page_sees_one_moment(held, counted):
    """Two orders are produced, of which one is reopened and produced again while a page reads: read query by query, as
    the control does, it counts on its old day and on its new one."""
    old = make_order(status=Status.PRODUCED, by=cause(at=timezone.now() - timedelta(days=3)))
    reckon()
    make_order(status=Status.PRODUCED)

    def again():
        reopen_order(old.pk, cause(), reason="again")
        bring_to_produced(old)

    def after_the_kept_ones(spans):
        assert failures(at_once(lambda _person: again(), people=1)) == []
        return PRODUCED.grouped(spans)

    with one_snapshot() if held else nullcontext():
        rows = Sums().rows(replace(PRODUCED, grouped=after_the_kept_ones), [EVER])
    assert sum(row[3] for row in rows) == counted
    assert wrong() == set()
