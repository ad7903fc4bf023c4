"""Who is away, and when."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.fields import DayField, TimeField
from lab.hours import ends_too_early, later_than, span_in_words
from lab.models.employee import Employee
from lab.working_time import Away


class Absence(models.Model):
    """Days on which a person is away; with hours only those of each day."""

    employee = models.ForeignKey(
        Employee, on_delete=models.CASCADE, related_name="absences", verbose_name=_("employee")
    )
    first = DayField(_("first day"))
    last = DayField(_("last day"))
    leaves = TimeField(_("away from"), null=True, blank=True)
    returns = TimeField(_("away until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=100, blank=True)

    TOGETHER = (("first", "last"), ("leaves", "returns"))

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="an_absence_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(leaves__isnull=True, returns__isnull=True)
                | Q(leaves__isnull=False, returns__isnull=False, leaves__lt=F("returns")),
                name="the_hours_of_an_absence_are_sound",
            ),
        ]
        indexes = [models.Index(fields=["last"], name="absence_by_last_day")]

    def __str__(self):
        return f"{self.employee}, {span_in_words(self.first, self.last)}"

    def clean(self):
        if self.first and self.last and self.last < self.first:
            raise ValidationError({"last": ends_too_early(self.first)})
        if (self.leaves is None) != (self.returns is None):
            missing = "returns" if self.returns is None else "leaves"
            raise ValidationError(
                {missing: _("Enter both, from when until when; or neither for whole days.")}
            )
        if self.leaves and self.returns and self.returns <= self.leaves:
            raise ValidationError({"returns": later_than(self.leaves)})

    @property
    def away(self) -> Away:
        """As the calendar reckons with it."""
        return Away(self.first, self.last, self.leaves, self.returns)
