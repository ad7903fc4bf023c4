"""Stop: what is done stays done, what waits stays as it is; by whoever asked, or an administrator."""

import pytest

from lab.models import Event
from orders.models import Comment
from orders.models.batch import BatchState, RowState
from tests.factories.batches import done_together, make_batch, what_became
from tests.factories.orders import make_order
from tests.use_cases.evidence import refused
from workflow.together.carry_on import carry_on
from workflow.together.stop_together import HasGoneOn, NotYours, stop_together

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["manager", "administrator"])
def test_orders_that_wait_are_not_done(by, role):
    batch = make_batch([make_order(by=by()) for _ in range(3)], by("manager"))
    carry_on(batch.pk, enough=iter([True]).__next__)
    stop_together(batch.pk, cause := by(role))
    carry_on(batch.pk)
    assert [state for state, _said in what_became(batch)] == [
        RowState.DONE,
        RowState.WAITING,
        RowState.WAITING,
    ]
    assert Comment.objects.count() == 1
    batch.refresh_from_db()
    assert (batch.state, batch.ended_at) == (BatchState.STOPPED, None)
    event = Event.objects.get(verb="stop_together")
    assert (batch.stopped, event.actor, event.role) == (event, cause.actor, role)


def test_it_is_stopped_while_it_runs(by, monkeypatch):
    """The order that is just being done is the last one."""
    batch, looked = make_batch([make_order(by=by()) for _ in range(3)], by()), []

    def stop_behind_the_first() -> bool:
        looked.append(1)
        if len(looked) == 1:
            stop_together(batch.pk, by())
        return False

    carry_on(batch.pk, enough=stop_behind_the_first)
    assert [state for state, _said in what_became(batch)].count(RowState.WAITING) == 2


def test_nobody_else_stops_it_and_nobody_twice_or_afterwards(by):
    batch = make_batch([make_order(by=by())], by("manager"))
    other = by("reviewer")
    with refused("Whoever asked for it can do this", NotYours):
        stop_together(batch.pk, other)
    stop_together(batch.pk, again := by("manager"))
    with refused("This is stopped by now.", HasGoneOn):
        stop_together(batch.pk, again)
    over = done_together([make_order(by=by())], again)
    with refused("This is done by now.", HasGoneOn):
        stop_together(over.pk, again)
