"""The form fields of a day: a day that exists, within reason, and never a year that nobody meant."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from django import forms
from django.core.exceptions import ValidationError
from django.utils import dates, timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from common.day_bounds import USUAL, DayBounds
from common.days import day_in_full, weekday_and_year, weekday_in_full
from common.typed_days import AnotherWeekday, DayWords, read_day

FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]
"""A date box sends the first. Not with strokes: 5/6 is one day here and another one there."""


class DayText(forms.TextInput):
    """A day as our pages write it: “Fri 4 Dec 2026”; static/js/days.js writes out what is typed."""

    def __init__(self, attrs=None):
        usual = {
            "autocomplete": "off",
            "spellcheck": "false",
            "data-day": "ahead",
            "placeholder": _("4.12, fri"),
        }
        super().__init__({**usual, **(attrs or {})})

    def format_value(self, value):
        if isinstance(value, str):
            value = _of_an_address(value)
        return weekday_and_year(value) if isinstance(value, date) else super().format_value(value)


class DayField(forms.DateField):
    """A day within ``bounds``, as a person says it: “4.12”, “+3”, “fri”.

    The bounds say whether what names no year is to come or has been. ``today`` may be set on the field, else the clock
    is asked; ``days_on``, to count other days than all of them.
    """

    widget = DayText
    today: date | None = None
    days_on: Callable[[int], date] | None = None
    default_error_messages = {
        "invalid": _("Enter a day, for example 4.12, +3 or fri."),
        "another_weekday": _("Look at the day: this one is a %(day)s."),
        "year_meant": _("Is %(day)s meant? Write the year in full: %(year)s."),
        "too_early": _("%(day)s is too long ago. Look at the year."),
        "too_late": _("%(day)s is too far ahead. Look at the year."),
    }

    def __init__(self, *, bounds: DayBounds = USUAL, **kwargs):
        self.bounds = bounds
        if bounds.looks_back:
            said = {"invalid": _("Enter a day, for example 4.12, -3 or fri.")}
            kwargs["error_messages"] = said | (kwargs.get("error_messages") or {})
        super().__init__(**{"input_formats": FORMATS, **kwargs})

    def widget_attrs(self, widget):
        back = self.bounds.looks_back and isinstance(widget, DayText)
        return super().widget_attrs(widget) | ({"data-day": "back"} if back else {})

    def bound_data(self, data, initial):
        """A form that comes back writes out what it could read."""
        try:
            day = self.to_python(data)
        except ValidationError:
            return data
        return day if day and self.bounds.hold(day, self.today or timezone.localdate()) else data

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError:
            return self._read(str(value))

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

    def _read(self, text: str) -> date:
        today = self.today or timezone.localdate()
        days_on = self.days_on or (lambda count: today + timedelta(count))
        try:
            return read_day(text, today, words_of(get_language()), days_on, back=self.bounds.looks_back)
        except AnotherWeekday as another:
            said = {"day": weekday_in_full(another.day)}
            raise ValidationError(self.error_messages["another_weekday"], "another_weekday", said) from None
        except (ValueError, OverflowError):  # NotADay, or no day that counts
            raise ValidationError(self.error_messages["invalid"], "invalid") from None

    def _refusal(self, code: str, day: date, **said) -> ValidationError:
        return ValidationError(self.error_messages[code], code, {"day": day_in_full(day), **said})


class TypedDayField(DayField):
    """A day to come that the laboratory promises: “+3” counts working days, where ``days_on`` says so.

    It stands as it was typed: the order form answers to each text by itself (static/js/order-due.js).
    """

    def bound_data(self, data, initial):
        return data

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"data-day": "promised"}


def _of_an_address(text: str) -> date | str:
    """The day of “2026-12-04”, as addresses hold it; anything else as it was typed."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else text
    except ValueError:
        return text


@cache
def words_of(language: str | None) -> DayWords:
    """What days are called in this language, and in English."""
    weekdays: list[list[str]] = [[] for _day in range(7)]
    months: list[list[str]] = [[] for _month in range(12)]
    today, tomorrow, yesterday = [], [], []
    for one in {language or "en", "en"}:
        with override(one):
            today.append(str(_("today")))
            tomorrow.append(str(_("tomorrow")))
            yesterday.append(str(_("yesterday")))
            for names in (dates.WEEKDAYS, dates.WEEKDAYS_ABBR):
                for place in range(7):
                    weekdays[place].append(str(names[place]))
            for place in range(12):
                months[place] += [str(names[place + 1]) for names in (dates.MONTHS, dates.MONTHS_AP)]
                months[place] += [str(dates.MONTHS_ALT[place + 1]), str(dates.MONTHS_3[place + 1])]
    return DayWords(weekdays, months, today, tomorrow, yesterday)
