"""When the laboratory works: the hours of each weekday, and the days that go their own way."""

from datetime import time

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from common.day_bounds import CALENDAR
from common.days import day_and_year
from common.fields import DayField, TimeField
from common.finding import FoldedField, Found
from lab.hours import ends_too_early, hours_in_words, refuse_odd_hours
from lab.models.settings import LabSettings
from lab.working_time import Hours, SpecialDays

OPENS, CLOSES = time(8), time(17)
BREAK_FROM, BREAK_UNTIL = time(12), time(13)
LONGEST_ANNUAL = 365
"""Days that come back every year are fewer than a year."""


def _sound_hours(name: str, *, may_be_closed: bool = False) -> list[models.CheckConstraint]:
    """What the database says of the four columns of hours; a comparison with nothing would let anything pass."""
    no_break = Q(break_from__isnull=True, break_until__isnull=True)
    some_break = Q(break_from__isnull=False, break_until__isnull=False)
    within = Q(break_from__gt=F("opens"), break_until__gt=F("break_from"), break_until__lt=F("closes"))
    open_day = Q(opens__isnull=False, closes__isnull=False, opens__lt=F("closes"))
    open_day &= no_break | (some_break & within)
    closed = Q(opens__isnull=True, closes__isnull=True) & no_break
    return [models.CheckConstraint(condition=open_day | closed if may_be_closed else open_day, name=name)]


class WeekdayHours(models.Model):
    """The hours of one weekday; a day off keeps those that it had."""

    settings = models.ForeignKey(LabSettings, on_delete=models.CASCADE, related_name="weekdays")
    weekday = models.PositiveSmallIntegerField(
        _("weekday"), choices=tuple(WEEKDAYS.items()), editable=False, unique=True
    )
    is_open = models.BooleanField(_("working day"), default=True)
    opens = TimeField(_("from"), default=OPENS)
    closes = TimeField(_("to"), default=CLOSES)
    break_from = TimeField(_("break from"), null=True, blank=True, default=BREAK_FROM)
    break_until = TimeField(_("break to"), null=True, blank=True, default=BREAK_UNTIL)

    class Meta:
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        ordering = ["weekday"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lt=7), name="a_week_has_seven_days"),
            *_sound_hours("the_hours_of_a_weekday_are_sound"),
        ]

    def __str__(self):
        return str(self.get_weekday_display())

    def clean(self):
        if self.opens and self.closes:
            refuse_odd_hours(self.opens, self.closes, self.break_from, self.break_until)

    @classmethod
    def of_the_beginning(cls, settings: LabSettings) -> list["WeekdayHours"]:
        """Monday to Friday, before anybody has said otherwise."""
        return [cls(settings=settings, weekday=day, is_open=day < 5) for day in WEEKDAYS]

    @property
    def hours(self) -> Hours | None:
        """As the calendar reckons with them; None on a day off."""
        if not self.is_open:
            return None
        return Hours(self.opens, self.closes, self.break_from, self.break_until)

    @property
    def in_one_line(self) -> str:
        """For the history."""
        return f"{self}: {hours_in_words(self.hours)}"


class Holiday(Found):
    """Days that go their own way: closed, or with hours of their own; annual ones return every year."""

    first = DayField(_("first day"), bounds=CALENDAR)
    last = DayField(_("last day"), bounds=CALENDAR)
    name = models.CharField(_("reason"), max_length=100)
    is_annual = models.BooleanField(_("every year"), default=False)
    opens = TimeField(_("from"), null=True, blank=True)
    closes = TimeField(_("to"), null=True, blank=True)
    break_from = TimeField(_("break from"), null=True, blank=True)
    break_until = TimeField(_("break to"), null=True, blank=True)
    search_text = FoldedField(of=["name"])

    TOGETHER = (("first", "last", "is_annual"), ("opens", "closes", "break_from", "break_until"))

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        ordering = ["first", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "name"],
                name="an_exception_is_named_once_a_day",
                violation_error_message=_("An exception of this reason begins on this day already."),
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="an_exception_ends_after_it_began"
            ),
            *_sound_hours("the_hours_of_an_exception_are_sound", may_be_closed=True),
        ]

    def __str__(self):
        return f"{day_and_year(self.first)} {self.name}"

    def clean(self):
        if self.first and self.last:
            self._refuse_odd_days()
        if (self.opens is None) != (self.closes is None):
            missing = "closes" if self.closes is None else "opens"
            raise ValidationError(
                {missing: _("Enter both, from when to when; or neither where it is closed.")}
            )
        if self.opens and self.closes:
            refuse_odd_hours(self.opens, self.closes, self.break_from, self.break_until)
        elif self.break_from or self.break_until:
            raise ValidationError({"opens": _("A break needs hours around it.")})

    def _refuse_odd_days(self) -> None:
        if self.last < self.first:
            raise ValidationError({"last": ends_too_early(self.first)})
        if self.is_annual and (self.last - self.first).days >= LONGEST_ANNUAL:
            raise ValidationError({"last": _("What comes back every year is shorter than a year.")})

    @property
    def hours(self) -> Hours | None:
        """Those of its own; None where the laboratory is closed."""
        if self.opens is None or self.closes is None:
            return None
        return Hours(self.opens, self.closes, self.break_from, self.break_until)

    @property
    def days(self) -> SpecialDays:
        """As the calendar reckons with them."""
        return SpecialDays(self.first, self.last, self.is_annual, self.hours, self.name)
