"""Carry on: each order once, as the person may by then; a fault stops no other, a database away loses nothing."""

from dataclasses import replace

import pytest
from django.db import OperationalError, connection

from lab.models import Employee
from lab.once import SomeoneIsWorking
from orders.models import Comment, Order
from orders.models.batch import BatchState, RowState
from orders.states import Status
from tests.factories.batches import done_together, make_batch, what_became
from tests.factories.orders import make_order
from workflow.actions import ACTIONS
from workflow.life.start_order import start_order
from workflow.together import carry_on as carrying
from workflow.together.carry_on import carry_on, carry_on_while_one_waits
from workflow.together.offered import OFFERED

pytestmark = [pytest.mark.each_database, pytest.mark.django_db]
REASON = {"reason": "wrong shade"}


@pytest.fixture
def some(by):
    """``some(status, 3)``: so many orders in that state."""

    def make(status=Status.DRAFTING, count=2):
        return [make_order(status=status, by=by()) for _ in range(count)]

    return make


@pytest.fixture
def comment_on(monkeypatch):
    """``comment_on(run)``: from now on ``run(order, comment)`` is what commenting does."""

    def change(run):
        comment = ACTIONS["comment"].run

        def changed(order, cause, data):
            return run(order, lambda: comment(order, cause, data))

        action = replace(ACTIONS["comment"], run=changed)
        monkeypatch.setitem(OFFERED, "comment", replace(OFFERED["comment"], action=action))

    return change


def test_what_goes_wrong_with_one_order_changes_nothing_of_it_and_stops_no_other(
    by, some, comment_on, caplog
):
    bad, good = some()

    def run(order, comment):
        comment()
        if order == bad:
            raise ZeroDivisionError

    comment_on(run)
    batch = done_together([bad, good], by())
    assert what_became(batch) == [
        (RowState.FAILED, "Something went wrong, and nothing was changed."),
        (RowState.DONE, ""),
    ]
    assert [one.order for one in Comment.objects.all()] == [good]
    assert "could not be done" in caplog.text


def test_an_order_that_stays_locked_is_refused_in_words(by, some, comment_on):
    locked, free = some()

    def run(order, comment):
        if order == locked:
            raise SomeoneIsWorking
        comment()

    comment_on(run)
    batch = done_together([locked, free], by())
    assert [state for state, _said in what_became(batch)] == [RowState.REFUSED, RowState.DONE]
    assert what_became(batch)[0][1].startswith("Someone else is working on this right now.")


@pytest.mark.postgres
def test_an_order_whose_statement_takes_too_long_fails_and_stops_no_other(by, some, comment_on):
    """SQLite knows no limit. The order does not wait for ever: it would take as long the next time."""
    heavy, light = some()

    def run(order, comment):
        comment()
        if order == heavy:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 50")
                cursor.execute("SELECT pg_sleep(10)")

    comment_on(run)
    batch = done_together([heavy, light], by())
    assert [state for state, _said in what_became(batch)] == [RowState.FAILED, RowState.DONE]
    assert [one.order for one in Comment.objects.all()] == [light]


def test_while_the_database_is_away_orders_wait(by, some, comment_on):
    """The page answers all the same; a worker's piece fails, and is tried again."""
    away = [True]

    def run(order, comment):
        if away[0]:
            raise OperationalError("the server closed the connection unexpectedly")
        comment()

    comment_on(run)
    batch = make_batch(some(), by())
    with pytest.raises(OperationalError):
        carry_on(batch.pk)
    carry_on_while_one_waits(batch.pk)
    assert {state for state, _said in what_became(batch)} == {RowState.WAITING}
    batch.refresh_from_db()
    assert batch.state == BatchState.WORKING
    away.clear()
    away.append(False)
    carry_on(batch.pk)
    assert Comment.objects.count() == 2


def test_going_over_it_again_does_nothing_again(by, some):
    batch = done_together(some(), by())
    carry_on(batch.pk)
    assert Comment.objects.count() == 2


def test_each_order_asks_what_the_person_may_do_by_then(by, some):
    orders, cause = some(Status.PENDING), by("manager")
    batch = make_batch(orders, cause, "cancel", **REASON)
    carry_on(batch.pk, enough=iter([True]).__next__)
    Employee.objects.get(pk=cause.actor.pk).role_grants.all().delete()
    carry_on(batch.pk)
    assert [state for state, _said in what_became(batch)] == [RowState.DONE, RowState.REFUSED]
    assert what_became(batch)[1][1] == "Your role does not allow this."
    assert [Order.objects.get(pk=order.pk).status for order in orders] == ["cancelled", "pending"]


def test_whoever_left_does_nothing_any_more(by, some):
    batch = make_batch(some(), cause := by("manager"))
    Employee.objects.filter(pk=cause.actor.pk).update(is_active=False)
    carry_on(batch.pk)
    assert {state for state, _said in what_became(batch)} == {RowState.REFUSED}
    assert not Comment.objects.exists()


def test_an_order_that_started_meanwhile_is_not_started_twice(by, some):
    first, second = some(Status.PENDING)
    batch = make_batch([first, second], by(), "start")
    start_order(first.pk, by())
    carry_on(batch.pk)
    assert [state for state, _said in what_became(batch)] == [RowState.REFUSED, RowState.DONE]
    assert first.events.filter(verb="start").count() == 1


def test_whoever_waits_to_write_gets_in_between_two_orders(by, some, monkeypatch):
    """Where one alone can write; PostgreSQL has room for everybody."""
    paused = []
    monkeypatch.setattr(carrying.time, "sleep", paused.append)
    done_together(some(count=3), by())
    assert len(paused) == (3 if connection.vendor == "sqlite" else 0)
    assert all(0 < seconds <= carrying.LONGEST_PAUSE for seconds in paused)
