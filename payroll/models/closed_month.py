"""Months of pay that are closed: nothing is dated into them any more."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.days import month
from common.ledger import BookedQuerySet
from lab.models.event import CausedModel


class ClosedMonthQuerySet(BookedQuerySet):
    """Questions asked of the closed months."""

    def latest(self) -> "ClosedMonth | None":
        return self.order_by("-first").first()

    def open_day(self, on: date) -> date:
        """The day itself, or the first one after all that is closed."""
        closed = self.latest()
        return on if closed is None else max(on, closed.last + timedelta(days=1))


class ClosedMonth(CausedModel):
    """A month that was closed, and with it every month before it. The database refuses entries dated up to its end."""

    first = models.DateField(_("first day"), unique=True)
    last = models.DateField(_("last day"))

    objects = ClosedMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("closed month")
        verbose_name_plural = _("closed months")
        ordering = ["first"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__day=1, last__gt=F("first")), name="a_closed_month_begins_on_the_first"
            ),
        ]

    def __str__(self):
        return month(self.first)
