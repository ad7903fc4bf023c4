"""What has to be done every day or hour, asked for once among all workers: at the first look after it has begun."""

from collections.abc import Mapping
from datetime import UTC, datetime, time

from django.conf import settings
from django.utils import timezone

from background.models import Job

AT = time(3)
"""By the clock of the laboratory, when nobody works; a machine that is switched on later begins at once."""

LESS_URGENT = -10


def ask_for_daily_work(now: datetime) -> int:
    """Write a row for each kind that has none today; returns how many were missing."""
    day = timezone.localdate(now)
    due = max(now, timezone.make_aware(datetime.combine(day, AT)))
    return _ask({f"{kind} {day}": kind for kind in settings.LABSITE_DAILY}, now, due)


def ask_for_hourly_work(now: datetime) -> int:
    """Write a row for each kind that has none in this hour; returns how many were missing."""
    hour = now.astimezone(UTC).isoformat(timespec="hours")
    return _ask({f"{kind} {hour}": kind for kind in settings.LABSITE_HOURLY}, now, now)


def _ask(wanted: Mapping[str, str], now: datetime, due: datetime) -> int:
    """``wanted`` are kinds of work by their slots: a slot is taken once."""
    known = set(Job.objects.filter(slot__in=wanted).values_list("slot", flat=True))
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
