"""Days by the clock of the laboratory, as bounds of moments."""

from datetime import date, datetime, time

from django.utils import timezone

from sums.spans import DAY


def midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))


def within(first: date, last: date) -> dict[str, datetime]:
    """What happened on these days, by the moment of the event."""
    return {"event__at__gte": midnight(first), "event__at__lt": midnight(last + DAY)}
