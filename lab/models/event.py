"""Events: who did what, when and why. The cause of every booked row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.days import moment_and_year
from common.finding import FoldedField, Found, FoundQuerySet
from common.ledger import BookedModel, BookedQuerySet
from lab.models.employee import Employee
from lab.models.token import FormToken


class EventQuerySet(BookedQuerySet, FoundQuerySet):
    """Events to be found and read."""


class Event(BookedModel, Found):
    """One thing that a person (or a named service account) did."""

    verb = models.CharField(_("verb"), max_length=40)
    actor = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+", verbose_name=_("actor"))
    role = models.CharField(_("role held then"), max_length=20)
    at = models.DateTimeField(_("moment"), db_index=True)
    reason = models.TextField(_("reason"), blank=True)
    form_token = models.ForeignKey(
        FormToken, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("form token")
    )
    search_text = FoldedField(of=["reason"])

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self):
        return f"{self.verb} ({self.actor_id}, {moment_and_year(self.at)})"


class CausedModel(BookedModel):
    """A booked row with the event that caused it."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", verbose_name=_("event"))

    class Meta:
        abstract = True
