"""Several workers on one database: each piece of work is taken by one of them."""

import time
from collections import Counter

import pytest
from django.utils import timezone

from background import leases
from background.models import Job, State
from tests.factories.background import make_job
from tests.races import at_once, failures

PIECES, WORKERS = 60, 6
pytestmark = pytest.mark.django_db(transaction=True)


def taken_by_all(shared) -> Counter:
    """How often each piece was taken."""
    shared(lambda: [make_job() for _piece in range(PIECES)])

    def take_all(_worker) -> list[int]:
        mine = []
        while (job := leases.take(timezone.now())) is not None:
            mine.append(job.pk)
        return mine

    said = at_once(take_all, people=WORKERS)
    assert failures(said) == []
    return Counter(pk for mine in said for pk in mine)


def test_no_piece_is_taken_twice_and_none_is_left(shared):
    taken = taken_by_all(shared)
    assert set(taken.values()) == {1}
    assert len(taken) == PIECES
    assert shared(lambda: set(Job.objects.values_list("state", flat=True))) == {State.RUNNING}


def test_control_without_looking_again_a_piece_is_taken_twice(shared, monkeypatch):
    def take_as_seen(now):
        job = Job.objects.due(now).first()
        time.sleep(0.05)
        return job and _taken(job, now)

    def _taken(job, now):
        held = {"state": State.RUNNING, "lease": "0" * 32, "due_at": now + leases.LEASE}
        Job.objects.filter(pk=job.pk).update(**held)
        return job

    monkeypatch.setattr(leases, "take", take_as_seen)
    assert max(taken_by_all(shared).values()) > 1


@pytest.mark.parametrize("skips", [True, False])
def test_either_way_of_taking_is_safe_on_its_own(shared, monkeypatch, skips):
    """The one of PostgreSQL where there is one, and the one of SQLite everywhere."""
    from django.db import connection

    if skips and connection.vendor == "sqlite":
        skips = False
    monkeypatch.setattr(type(connection.features), "has_select_for_update_skip_locked", skips, raising=False)
    assert set(taken_by_all(shared).values()) == {1}
