"""What a person decides about work that does not go by itself: try it again, or give it up."""

from django.db import transaction
from django.utils.translation import gettext as _

from background.models import Job, State
from common.refusals import Refused
from lab.cause import Cause
from lab.events import record_event

MAY_BE_TRIED = (State.FAILED, State.GIVEN_UP, State.WAITING)
MAY_BE_GIVEN_UP = (State.FAILED, State.WAITING)


class WorkHasGoneOn(Refused):
    """A worker, or somebody else, was quicker."""

    def __init__(self, job: Job):
        super().__init__(
            _("This work is %(state)s by now. Look at it again.") % {"state": job.get_state_display()}
        )


@transaction.atomic
def try_again(job_id: int, cause: Cause) -> Job:
    """Due at once, with all its tries before it. Raises ``WorkHasGoneOn``."""
    job = _locked(job_id, MAY_BE_TRIED)
    job.state, job.attempts, job.due_at, job.ended_at = State.WAITING, 0, cause.at, None
    job.save(update_fields=["state", "attempts", "due_at", "ended_at"])
    record_event("try_work_again", cause, action="administer", reason=str(job))
    return job


@transaction.atomic
def give_up(job_id: int, cause: Cause) -> Job:
    """Not tried any more. Raises ``WorkHasGoneOn``."""
    job = _locked(job_id, MAY_BE_GIVEN_UP)
    job.state, job.ended_at = State.GIVEN_UP, cause.at
    job.save(update_fields=["state", "ended_at"])
    record_event("give_up_work", cause, action="administer", reason=str(job))
    return job


def _locked(job_id: int, states: tuple[State, ...]) -> Job:
    job = Job.objects.select_for_update(no_key=True).get(pk=job_id)
    if job.state not in states:
        raise WorkHasGoneOn(job)
    return job
