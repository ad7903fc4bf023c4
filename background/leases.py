"""Taking work, keeping it, ending it. A lease is held by one worker at a time; one that ran out may be taken again.

Every step is one short statement that names the lease it relies on, so a worker that was thought dead and comes back
changes nothing any more.
"""

import uuid
from datetime import datetime, timedelta

from django.db import connection, transaction

from background.models import Job, State

LEASE = timedelta(seconds=60)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
CANDIDATES = 10
LONGEST_ERROR = 1000


def take(now: datetime) -> Job | None:
    """The next due piece of work, now held by whoever called; None where nothing is due."""
    due = Job.objects.due(now)
    # Looked at outside any transaction: on SQLite even an empty one would make writers wait.
    if not due.exists():
        return None
    if connection.features.has_select_for_update_skip_locked:
        with transaction.atomic():
            job = due.select_for_update(skip_locked=True, no_key=True).first()
            return job and _lease(job, now)
    return next((taken for job in due[:CANDIDATES] if (taken := _lease(job, now))), None)


def _lease(job: Job, now: datetime) -> Job | None:
    """Take the row if it still is as it was seen."""
    as_seen = Job.objects.filter(pk=job.pk, state=job.state, attempts=job.attempts, due_at=job.due_at)
    taken = {
        "state": State.RUNNING,
        "lease": uuid.uuid4(),
        "attempts": job.attempts + 1,
        "due_at": now + LEASE,
    }
    if not as_seen.update(started_at=now, **taken):
        return None
    for name, content in taken.items():
        setattr(job, name, content)
    return job


def renew(job: Job, now: datetime) -> bool:
    """Hold it longer; False where somebody else holds it by now."""
    return bool(_held(job).update(due_at=now + LEASE))


def finish(job: Job, now: datetime, result=None) -> bool:
    """It is done; False where somebody else holds it by now."""
    return bool(_held(job).update(state=State.DONE, lease=None, ended_at=now, last_error="", result=result))


def fail(job: Job, now: datetime, error: str, tries: int) -> bool:
    """It went wrong: try again later, or leave it to a person after the last try. Returns whether that was the last."""
    last = job.attempts >= tries
    then = (
        {"state": State.FAILED, "ended_at": now}
        if last
        else {"state": State.WAITING, "due_at": now + wait_after(job.attempts)}
    )
    _held(job).update(lease=None, last_error=error[:LONGEST_ERROR], **then)
    return last


def wait_after(attempts: int) -> timedelta:
    """Half a minute, two, eight, half an hour, two hours, then six each time."""
    return min(FIRST_WAIT * 4 ** (min(attempts, 10) - 1), LONGEST_WAIT)


def _held(job: Job):
    return Job.objects.filter(pk=job.pk, lease=job.lease)
