"""Background work: what runs is held for no longer than a lease; what failed or is long overdue wants a person."""

from datetime import timedelta

from django.utils import timezone

from background.leases import LEASE
from background.models import Job, State
from verification.finding import Finding

CLOCKS_DIFFER = timedelta(minutes=1)
LONG = timedelta(hours=1)
SHOWN = 50


def work_is_held_for_a_lease() -> Finding:
    """60"""
    now = timezone.now()
    jobs = Job.objects.order_by("pk")
    held_too_long = jobs.filter(state=State.RUNNING, due_at__gt=now + LEASE + CLOCKS_DIFFER)
    overdue = jobs.open().filter(due_at__lt=now - LONG)
    return Finding(
        jobs.count(),
        [f"work {job.pk} ({job}) is held until {job.due_at}" for job in held_too_long[:SHOWN]],
        [
            *(
                f"work {job.pk} ({job}) failed: {job.last_error}"
                for job in jobs.filter(state=State.FAILED)[:SHOWN]
            ),
            *(f"work {job.pk} ({job}) has been due since {job.due_at}" for job in overdue[:SHOWN]),
        ],
    )
