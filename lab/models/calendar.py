"""Days on which the laboratory is closed besides its weekly days off."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.day_bounds import CALENDAR
from common.days import day_and_year
from common.fields import DayField
from common.finding import FoldedField, Found


class Holiday(Found):
    """A day off; an annual one returns every year on the same day and month."""

    on = DayField(_("date"), bounds=CALENDAR)
    name = models.CharField(_("name"), max_length=100)
    is_annual = models.BooleanField(_("every year"), default=False)
    search_text = FoldedField(of=["name"])

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["on", "name"], name="a_holiday_is_named_once_a_day")]

    def __str__(self):
        return f"{day_and_year(self.on)} {self.name}"
