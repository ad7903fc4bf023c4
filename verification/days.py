"""Days that nobody meant: a date box sends the year 26 for “26”, and what is booked is never edited."""

from datetime import date, datetime, time

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from common.day_bounds import DayBounds
from verification.database import HOUSE
from verification.finding import Finding

BELIEVABLE = DayBounds(since=date(1990, 1, 1), ahead=20)
"""Of every day that has no bounds of its own."""
SHOWN = 50


def days_are_believable() -> Finding:
    """59: for people to look at, because a booked day stays as it was typed."""
    found = Finding()
    for model in (model for app in HOUSE for model in apps.get_app_config(app).get_models()):
        for field in day_fields(model):
            found.looked_at += 1
            found.to_look_at += _unbelievable(model, field)
    return found


def day_fields(model: type[models.Model]) -> list[models.DateField]:
    """The days and moments that the rows of a model have."""
    return [field for field in model._meta.concrete_fields if isinstance(field, models.DateField)]


def _unbelievable(model: type[models.Model], field: models.DateField) -> list[str]:
    bounds, today = getattr(field, "bounds", BELIEVABLE), timezone.localdate()
    first, last = bounds.first(today), bounds.last(today)
    if isinstance(field, models.DateTimeField):
        first, last = _moment(first), _moment(last)
    beyond = Q(**{f"{field.name}__lt": first}) | Q(**{f"{field.name}__gt": last})
    rows = models.QuerySet(model).filter(beyond).order_by("pk")
    return [
        f"{model._meta.verbose_name} {row}: {field.verbose_name} {getattr(row, field.attname).isoformat()}"
        for row in rows[:SHOWN]
    ]


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
