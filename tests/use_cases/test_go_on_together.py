"""Go on: what was stopped, or left by its worker, is brought to its end in the name of whoever asked."""

import pytest

from background.models import Job, State
from orders.models import Comment
from orders.models.batch import BatchState, RowState
from tests.factories.background import work_off
from tests.factories.batches import done_together, make_batch, what_became
from tests.factories.orders import make_order
from tests.use_cases.evidence import refused
from workflow.together import carry_on as carrying
from workflow.together.carry_on import have_it_carried_on
from workflow.together.go_on_together import go_on_together
from workflow.together.stop_together import HasGoneOn, NotYours, stop_together

pytestmark = pytest.mark.django_db


@pytest.fixture
def _long(monkeypatch):
    """Whatever it is, it is done by a worker, at once."""
    monkeypatch.setattr(carrying, "WHILE_ONE_WAITS", 0)


@pytest.mark.usefixtures("_long")
def test_what_was_stopped_goes_on(by):
    batch = make_batch([make_order(by=by()) for _ in range(2)], cause := by("manager"))
    stop_together(batch.pk, by("administrator"))
    go_on_together(batch.pk, by("administrator"))
    assert work_off() == 1
    batch.refresh_from_db()
    assert (batch.state, batch.stopped) == (BatchState.DONE, None)
    assert {state for state, _said in what_became(batch)} == {RowState.DONE}
    assert {comment.author for comment in Comment.objects.all()} == {cause.actor}


@pytest.mark.usefixtures("_long")
def test_what_its_worker_gave_up_goes_on(by):
    cause = by("manager")
    batch = make_batch([make_order(by=by())], cause)
    have_it_carried_on(batch, cause.at)
    with refused("This is at work by now.", HasGoneOn):
        go_on_together(batch.pk, cause)
    Job.objects.update(state=State.FAILED, ended_at=cause.at)
    go_on_together(batch.pk, cause)
    work_off()
    assert what_became(batch) == [(RowState.DONE, "")]


def test_nobody_else_goes_on_with_it_and_nobody_with_what_is_done(by):
    cause, other = by("manager"), by("reviewer")
    batch = done_together([make_order(by=by())], cause)
    with refused("This is done by now.", HasGoneOn):
        go_on_together(batch.pk, cause)
    with refused("Whoever asked for it can do this", NotYours):
        go_on_together(batch.pk, other)
