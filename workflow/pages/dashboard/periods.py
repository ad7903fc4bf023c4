"""The period that a dashboard looks at, the one before it, and the steps in which it is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from common.days import day, day_and_year, month
from common.months import Month
from sums.spans import DAY, Span

LONGEST = 5 * 366
"""Days: of more the steps could not be told from one another."""
BY_DAY, BY_WEEK, BY_MONTH = 14, 100, 800
"""Days up to which a period is told in such steps; beyond the last, in quarters."""


@dataclass(frozen=True)
class Step:
    """A part of the period, both days included."""

    first: date
    last: date
    label: str


@dataclass(frozen=True)
class Period:
    """From ``first`` to ``last``, both included, beside the days that it is compared with."""

    first: date
    last: date
    before_first: date
    before_last: date
    name: str = ""

    def holds(self, on: date) -> bool:
        return self.first <= on <= self.last

    def held_before(self, on: date) -> bool:
        return self.before_first <= on <= self.before_last

    @property
    def halves(self) -> list[Span]:
        """The period, and the days before."""
        return [(self.first, self.last), (self.before_first, self.before_last)]

    @cached_property
    def cells(self) -> list[Span]:
        """What charts tell apart: each step, and the days before."""
        return [*((step.first, step.last) for step in self.steps), (self.before_first, self.before_last)]

    @cached_property
    def steps(self) -> list[Step]:
        """The period in its steps; the first and the last may be shorter than the others."""
        length = (self.last - self.first).days + 1
        if length <= BY_DAY:
            return self._in_steps(lambda on: on, day)
        if length <= BY_WEEK:
            return self._in_steps(lambda on: on + (6 - on.weekday()) * DAY, day)
        if length <= BY_MONTH:
            return self._in_steps(lambda on: Month.of(on).last, lambda on: month(on).split()[0][:3])
        return self._in_steps(_end_of_quarter, _quarter)

    def step_of(self, on: date) -> int | None:
        """The place of the step in which the day lies."""
        return next((place for place, one in enumerate(self.steps) if one.first <= on <= one.last), None)

    def _in_steps(self, end_of: Callable[[date], date], label: Callable[[date], str]) -> list[Step]:
        steps, first = [], self.first
        while first <= self.last:
            last = min(end_of(first), self.last)
            steps.append(Step(first, last, label(first)))
            first = last + DAY
        return steps

    @property
    def in_words(self) -> str:
        return _from_to(self.first, self.last)

    @property
    def before_in_words(self) -> str:
        return _from_to(self.before_first, self.before_last)


def _from_to(first: date, last: date) -> str:
    return f"{day_and_year(first)} – {day_and_year(last)}"


def _end_of_quarter(on: date) -> date:
    return Month(on.year, (on.month + 2) // 3 * 3).last


def _quarter(on: date) -> str:
    return f"{(on.month + 2) // 3}/{on.year % 100:02}"


def _so_far(first: date, today: date, first_before: date, name: str) -> Period:
    """What has passed of a month, quarter or year, beside as much of the one before."""
    last_before = min(first_before + (today - first), first - DAY)
    return Period(first, today, first_before, last_before, name)


def _this_month(today: date) -> Period:
    here = Month.of(today)
    return _so_far(here.first, today, here.before.first, "this_month")


def _last_month(today: date) -> Period:
    last = Month.of(today).before
    return Period(last.first, last.last, last.before.first, last.before.last, "last_month")


def _this_quarter(today: date) -> Period:
    first = Month(today.year, (today.month - 1) // 3 * 3 + 1)
    return _so_far(first.first, today, first.before.before.before.first, "this_quarter")


def _this_year(today: date) -> Period:
    return _so_far(date(today.year, 1, 1), today, date(today.year - 1, 1, 1), "this_year")


def _last_12_months(today: date) -> Period:
    last = Month.of(today).before
    first, before = Month(last.year - 1, last.number).after, Month(last.year - 2, last.number).after
    return Period(first.first, last.last, before.first, first.first - DAY, "last_12_months")


QUICK = {
    "this_month": (_("This month"), _this_month),
    "last_month": (_("Last month"), _last_month),
    "this_quarter": (_("This quarter"), _this_quarter),
    "this_year": (_("This year"), _this_year),
    "last_12_months": (_("Last 12 months"), _last_12_months),
}
USUAL = "last_12_months"


def quick(name: str, today: date) -> Period:
    """The period of that name; the usual one where there is none."""
    _label, make = QUICK.get(name) or QUICK[USUAL]
    return make(today)


def typed(first: date, last: date) -> Period:
    """Any days, beside as many that end the day before."""
    first = max(first, last - LONGEST * DAY)
    length = last - first
    return Period(first, last, first - DAY - length, first - DAY)
