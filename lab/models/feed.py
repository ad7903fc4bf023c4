"""Calendar feeds: what a person's own calendar program fetches, under an address that nobody can guess."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lab.models.employee import Employee
from lab.models.event import Event


class FeedKind(models.TextChoices):
    ORDERS = "orders", _("Orders by their due date")
    WORK = "work", _("My planned work")


class CalendarFeedQuerySet(models.QuerySet):
    """Questions asked of feeds."""

    def standing(self):
        """Those that answer: not revoked, of somebody who is still here."""
        return self.filter(revoked__isnull=True, employee__is_active=True, employee__is_service_account=False)


class CalendarFeed(models.Model):
    """The secret is kept as it is, so that its owner can read it again: who reads this table reads the orders too."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="feeds")
    kind = models.CharField(_("kind"), max_length=10, choices=FeedKind.choices)
    secret = models.CharField(max_length=64, unique=True, editable=False)
    made = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", verbose_name=_("made"))
    revoked = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("revoked")
    )

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=FeedKind.values), name="feed_kind_is_known"),
            models.UniqueConstraint(
                fields=["employee", "kind"],
                condition=Q(revoked__isnull=True),
                name="a_person_has_one_feed_of_a_kind",
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
