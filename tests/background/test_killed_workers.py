"""Workers that are killed at any moment lose nothing, and do nothing twice with effect.

A few deaths at each change; LABSITE_KILLS says how many at night.
"""

import os
import random
import subprocess
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from background.models import Job, State
from tests.background import pieces
from tests.background.nursery import drain, start
from tests.factories.background import make_job

KILLS = int(os.environ.get("LABSITE_KILLS", "3"))
pytestmark = pytest.mark.django_db(transaction=True)
START = 0.6
"""Seconds that a worker needs at least before it takes its first piece."""


def end_leases() -> None:
    """As if a minute had passed: what dead workers held may be taken again, what waits for its next try too."""
    Job.objects.open().update(due_at=timezone.now() - timedelta(seconds=1))


def states() -> set[str]:
    return set(Job.objects.filter(slot=None).values_list("state", flat=True))


def test_killed_again_and_again_nothing_is_lost_and_nothing_is_done_twice(shared, data):
    shared(lambda: [pieces.mark.enqueue(0.02) for _piece in range(20 * KILLS)])
    dice = random.Random(KILLS)
    for _death in range(KILLS):
        worker = start(data)
        time.sleep(START + dice.random())
        worker.kill()
        worker.wait()
        shared(end_leases)
    drain(data)
    assert shared(states) == {State.DONE}
    assert shared(pieces.effects) == shared(
        lambda: {f"work {pk}": 1 for pk in Job.objects.filter(slot=None).values_list("pk", flat=True)}
    )


def test_a_worker_that_dies_between_the_effect_and_saying_so_does_not_do_it_twice(shared, data):
    job = shared(pieces.mark_and_die.enqueue)
    assert start(data, "--drain").wait(timeout=60) == -9
    assert shared(lambda: Job.objects.get(pk=job.id).state) == State.RUNNING
    shared(end_leases)
    drain(data)
    assert shared(pieces.effects) == {f"work {job.id}": 1}
    assert shared(lambda: Job.objects.get(pk=job.id).attempts) == 2


def test_control_work_that_is_not_idempotent_is_done_twice(shared, data):
    """It is the row's id that keeps the effect single, not luck."""
    job = shared(pieces.count_and_die.enqueue)
    start(data, "--drain").wait(timeout=60)
    shared(end_leases)
    drain(data)
    assert shared(pieces.effects) == {f"work {job.id}": 2}


def test_told_to_stop_it_ends_the_present_piece_and_begins_no_other(shared, data):
    for _piece in range(3):
        shared(lambda: pieces.mark.enqueue(0.7))
    worker = start(data)
    wait_until(lambda: shared(lambda: Job.objects.filter(state=State.RUNNING).exists()))
    worker.terminate()
    assert worker.wait(timeout=20) == 0
    found = shared(lambda: sorted(Job.objects.filter(slot=None).values_list("state", flat=True)))
    assert found == [State.DONE, State.WAITING, State.WAITING]


def test_it_ends_with_the_process_beside_which_it_runs(shared, data):
    beside = subprocess.Popen(["sleep", "60"])
    worker = start(data, "--beside", str(beside.pid))
    shared(make_job)
    wait_until(lambda: shared(lambda: Job.objects.filter(slot=None, state=State.DONE).exists()))
    beside.kill()
    beside.wait()
    assert worker.wait(timeout=20) == 0


@pytest.mark.postgres
def test_the_database_ends_every_connection_and_work_goes_on(shared, data):
    worker = start(data)
    for done in (1, 2, 3):
        shared(make_job)
        wait_until(lambda done=done: shared(lambda: finished() == done))
        cut_connections()
    worker.terminate()
    assert worker.wait(timeout=20) == 0


def finished() -> int:
    return Job.objects.filter(slot=None, state=State.DONE).count()


def cut_connections() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def wait_until(true, seconds=30.0) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)
