"""Doing one piece of work outside any transaction, with its lease renewed meanwhile."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks.base import TaskContext
from django_tasks.utils import get_module_path, normalize_json

from background.backend import result_of_job
from background.leases import LEASE, fail, finish, renew
from background.models import Job
from common.background import TRIES, tries_of
from common.refusals import Refused

log = logging.getLogger(__name__)
RENEWED_EVERY = LEASE.total_seconds() / 4


@dataclass(frozen=True)
class Outcome:
    """What came of it: a result that JSON can hold, or an error in words."""

    result: Any = None
    error: str = ""
    tries: int = TRIES


def run(job: Job) -> Outcome:
    """Call the function. Whatever it raises becomes the error; the row is settled by ``settle``."""
    tries = TRIES
    try:
        task = import_string(job.kind)
        tries = tries_of(task)
        if job.attempts > tries:
            return Outcome(
                error=job.last_error or _("The worker was ended each time it did this."), tries=tries
            )
        context = TaskContext(task_result=result_of_job(job, task))
        with _renewed(job):
            found = task.call(
                *([context] if task.takes_context else []), *job.arguments["args"], **job.arguments["kwargs"]
            )
        return Outcome(result=normalize_json(found), tries=tries)
    except Exception as fault:
        log.warning("%s went wrong, try %s of %s", job, job.attempts, tries, exc_info=fault)
        return Outcome(error=_in_words(fault), tries=tries)


def settle(job: Job, outcome: Outcome, now: datetime) -> None:
    """Write down what came of it, if the job is still ours."""
    if not outcome.error:
        finish(job, now, outcome.result)
    elif fail(job, now, outcome.error, outcome.tries):
        log.error("%s failed after %s tries: %s", job, job.attempts, outcome.error)


def _in_words(fault: Exception) -> str:
    if isinstance(fault, Refused) and str(fault):
        return str(fault)
    return f"{get_module_path(type(fault)).removeprefix('builtins.')}: {fault}"


@contextmanager
def _renewed(job: Job) -> Iterator[None]:
    """Hold the lease for as long as the work takes, from a thread with a connection of its own."""
    done = threading.Event()

    def hold() -> None:
        try:
            while not done.wait(RENEWED_EVERY):
                _try_to_renew(job)
        finally:
            connection.close()

    holder = threading.Thread(target=hold, daemon=True, name="lease")
    holder.start()
    try:
        yield
    finally:
        done.set()
        holder.join()


def _try_to_renew(job: Job) -> None:
    try:
        if not renew(job, timezone.now()):
            log.warning("%s was taken over by another worker", job)
    except DatabaseError as fault:
        log.warning("the lease of %s could not be renewed: %s", job, fault)
        connection.close()
