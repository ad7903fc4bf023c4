"""Kept sums, and up to which event they know the books. Derived: they may be thrown away at any moment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reckoned(models.Model):
    """How far one figure was reckoned.

    Every day from ``since`` on (all days, where that is empty) was reckoned with all events up to ``settled``, an id
    of ``lab_event`` below which none is to come any more; days of no row had nothing. ``zone`` is whose days they are.
    """

    figure = models.CharField(_("figure"), max_length=20, unique=True)
    settled = models.BigIntegerField(_("event up to which it is settled"))
    since = models.DateField(_("reckoned since"), null=True)
    zone = models.CharField(_("time zone"), max_length=64)

    class Meta:
        verbose_name = _("reckoned figure")
        verbose_name_plural = _("reckoned figures")
        ordering = ["figure"]

    def __str__(self):
        return self.figure


class Length(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")


class KeptSum(models.Model):
    """What a figure says of one day, or of the month that begins on it: groups as ``sums.figures`` makes them, each a
    list of its keys and its sums. Written by ``sums.reckoning`` alone."""

    reckoned = models.ForeignKey(Reckoned, on_delete=models.CASCADE, related_name="sums")
    length = models.CharField(_("length"), max_length=5, choices=Length.choices)
    first = models.DateField(_("first day"))
    rows = models.JSONField()

    class Meta:
        verbose_name = _("kept sum")
        verbose_name_plural = _("kept sums")
        ordering = ["reckoned", "length", "first"]
        constraints = [
            models.UniqueConstraint(fields=["reckoned", "length", "first"], name="a_day_is_kept_once"),
            models.CheckConstraint(condition=models.Q(length__in=Length.values), name="kept_length_is_known"),
        ]

    def __str__(self):
        return f"{self.reckoned_id} {self.length} {self.first}"
