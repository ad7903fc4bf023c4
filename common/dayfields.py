"""The form field of a day: a day that exists, within reason, and never a year that nobody meant."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.day_bounds import USUAL, DayBounds
from common.days import day_in_full

FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]
"""A date box sends the first. Not with strokes: 5/6 is one day here and another one there."""


class DayInput(forms.DateInput):
    """A browser's own date box."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(**{"format": FORMATS[0], **kwargs})


class DayField(forms.DateField):
    """A day within ``bounds``; ``today`` may be set on the field, else the clock is asked."""

    widget = DayInput
    today: date | None = None
    default_error_messages = {
        "invalid": _("Enter a day that exists, for example 2026-11-30."),
        "year_meant": _("Is %(day)s meant? Write the year in full: %(year)s."),
        "too_early": _("%(day)s is too long ago. Look at the year."),
        "too_late": _("%(day)s is too far ahead. Look at the year."),
    }

    def __init__(self, *, bounds: DayBounds = USUAL, **kwargs):
        self.bounds = bounds
        super().__init__(**{"input_formats": FORMATS, **kwargs})

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        today = self.today or timezone.localdate()
        if year := self.bounds.year_meant(value, today):
            raise self._refusal("year_meant", value, year=year)
        if value < self.bounds.first(today):
            raise self._refusal("too_early", value)
        if value > self.bounds.last(today):
            raise self._refusal("too_late", value)

    def _refusal(self, code: str, day: date, **said) -> ValidationError:
        return ValidationError(self.error_messages[code], code, {"day": day_in_full(day), **said})
