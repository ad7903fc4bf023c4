"""Background work in tests: done at once, in the test's own connection."""

from django.utils import timezone

from background.models import Job, PreparedPaper, State
from background.worker import Worker


def work_off() -> int:
    """Do all that is due now, as a worker would, but without what it asks for each day and hour."""
    return Worker(asks=False).work(until_idle=True)


def make_job(kind="tests.background.pieces.mark", *args, state=State.WAITING, **fields) -> Job:
    """A piece of work in that state, due now."""
    now = timezone.now()
    ended = None if state in (State.WAITING, State.RUNNING) else now
    row = {"asked_at": now, "due_at": now, "ended_at": ended, "state": state, **fields}
    return Job.objects.create(kind=kind, arguments={"args": list(args), "kwargs": {}}, **row)


def make_paper(employee, *, pdf=None, **fields) -> PreparedPaper:
    """A paper that the employee asked for."""
    row = {
        "asked_at": timezone.now(),
        "came_from": "/",
        "filename": "order.pdf",
        "digest": "0" * 64,
        **fields,
    }
    return PreparedPaper.objects.create(asked_by=employee, pdf=pdf, **row)
