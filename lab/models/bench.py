"""The bench: badges that say who scans, and what was scanned a moment ago."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lab.models.employee import Employee
from lab.models.event import Event


class BadgeQuerySet(models.QuerySet):
    """Questions asked of badges."""

    def valid(self):
        """Those that open the bench: not revoked, of somebody who is still here."""
        return self.filter(revoked__isnull=True, employee__is_active=True, employee__is_service_account=False)


class Badge(models.Model):
    """A random number that a person carries, and that says at a shared bench computer who scans."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="badges")
    number = models.CharField(max_length=14, unique=True, editable=False)
    issued = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", verbose_name=_("issued"))
    revoked = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("revoked")
    )

    objects = BadgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee"], condition=Q(revoked__isnull=True), name="a_person_has_one_badge"
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class BenchScan(models.Model):
    """The last scan of a code by a person: what was asked for and what was answered.

    A scanner that reads twice is told the same and does nothing twice; after an hour the row is swept away.
    """

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20)
    asked = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(db_index=True)
    answer = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employee", "code"], name="a_scan_is_remembered_once"),
        ]

    def __str__(self):
        return f"{self.employee_id} {self.code}"
