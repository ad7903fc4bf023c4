"""What has to be done every day, asked for once among all workers: at the first look after a day has begun."""

from datetime import datetime, time

from django.conf import settings
from django.utils import timezone

from background.models import Job

AT = time(3)
"""By the clock of the laboratory, when nobody works; a machine that is switched on later begins at once."""

LESS_URGENT = -10


def ask_for_daily_work(now: datetime) -> int:
    """Write a row for each kind that has none today; returns how many were missing."""
    day = timezone.localdate(now)
    wanted = {f"{kind} {day}": kind for kind in settings.LABSITE_DAILY}
    known = set(Job.objects.filter(slot__in=wanted).values_list("slot", flat=True))
    due = max(now, timezone.make_aware(datetime.combine(day, AT)))
    missing = [
        Job(
            kind=kind,
            arguments={"args": [], "kwargs": {}},
            priority=LESS_URGENT,
            asked_at=now,
            due_at=due,
            slot=slot,
        )
        for slot, kind in wanted.items()
        if slot not in known
    ]
    Job.objects.bulk_create(
        missing, ignore_conflicts=True
    )  # another worker may be looking in the same moment
    return len(missing)
