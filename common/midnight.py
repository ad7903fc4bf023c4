"""Where a day begins, by the clocks of the laboratory."""

from datetime import date, datetime, time

from django.utils import timezone


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
