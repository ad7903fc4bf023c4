"""Stop forgotten clocks: the daily sweep pauses what nobody paused, as of the end of its working day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lab.calendar import calendar_of_the_house
from lab.roles import SYSTEM
from orders.models import WorkSpan
from orders.states import Status
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import last_event
from verification.invariants import violations
from workflow.plan.stop_forgotten_clocks import stop_forgotten_clocks, sweep_clocks
from workflow.plan.work_on_task import work_on_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(by, lab):
    task = make_order(make_line(lab.crown, performer=lab.anna), status=Status.PRODUCTION, by=by()).tasks.get()
    work_on_task(task.pk, by(person=lab.anna), state="in_progress")
    return task


def test_it_is_paused_and_shown_as_capped(running):
    started = running.spans.get().started_at
    assert stop_forgotten_clocks(started + timedelta(days=1)) == 1
    span, event = running.spans.get(), last_event(running.order)
    running.refresh_from_db()
    assert (running.state, span.ended_at, span.is_capped) == (
        "paused",
        calendar_of_the_house().end_of_day(started),
        True,
    )
    assert (event.event.role, event.event.reason) == (
        SYSTEM,
        "Nobody stopped the clock: it ended with the working day",
    )
    assert violations() == {}


def test_what_runs_today_runs_on(running):
    assert stop_forgotten_clocks(running.spans.get().started_at + timedelta(seconds=1)) == 0
    assert WorkSpan.objects.running().exists()


def test_the_sweep_is_asked_for_every_day_and_finds_nothing_twice(running, settings):
    assert "workflow.plan.stop_forgotten_clocks.sweep_clocks" in settings.LABSITE_DAILY
    WorkSpan.objects.update(started_at=timezone.now() - timedelta(days=2))
    assert [sweep_clocks.func(None), sweep_clocks.func(None)] == [1, 0]
