"""How long work took, and whether it was in time, of sums by the day drawn up and the day produced."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lab.calendar import calendar_of_the_house
from sums.figures import PRODUCED
from sums.reading import Sums
from sums.spans import DAY
from workflow.pages.dashboard.figures import Cell, Drawing, Figures, day_cell, number, over_time, share
from workflow.pages.dashboard.periods import Period

NINE_TENTHS = 0.9


class Produced:
    """What was produced: by the day it was drawn up and the day it was done, how many, and how many in time."""

    def __init__(self, period: Period, sums: Sums):
        self.period = period
        self.calendar = calendar_of_the_house()
        self._worked: dict[date, int] = {}
        self.rows = [
            (day, self._days(drawn, done), count, promised, kept)
            for day, drawn, done, count, promised, kept in sums.rows(PRODUCED, period.cells)
        ]

    def turnaround(self) -> Figures:
        """Working days from drawing up to production: half of the orders took no longer, nine tenths no longer."""
        now, before = self._took(self.period.holds), self._took(self.period.held_before)
        if not now:
            return Figures(_("Nothing was produced in this period."))
        steps = self.period.steps
        took = self._took_in_steps()
        halves, nines = ([_days_cell(quantile(one, part)) for one in took] for part in (0.5, NINE_TENTHS))
        said = _("Half within %(median)s, nine tenths within %(nine)s") % _both(now)
        if before:
            said += " " + _("(before: %(median)s and %(nine)s)") % _both(before)
        return Figures(
            said,
            [_("From"), _("Orders"), _("Median, working days"), _("Nine tenths, working days")],
            [
                (day_cell(step.first), number(sum(one.values())), half, nine)
                for step, one, half, nine in zip(steps, took, halves, nines, strict=True)
            ],
            [
                Drawing(
                    over_time(
                        [(_("Median, working days"), halves), (_("Nine tenths, working days"), nines)],
                        [step.label for step in steps],
                    )
                )
            ],
        )

    def on_time(self) -> Figures:
        """Of the orders that had a due date, those that were produced by then."""
        steps = self.period.steps
        counted: dict[int | None, list[int]] = defaultdict(lambda: [0, 0])
        before = [0, 0]
        for done, _days, _count, promised, kept in self.rows:
            if self.period.holds(done):
                place = self.period.step_of(done)
                counted[place] = [counted[place][0] + promised, counted[place][1] + kept]
            if self.period.held_before(done):
                before = [before[0] + promised, before[1] + kept]
        promised, kept = (sum(one[place] for one in counted.values()) for place in (0, 1))
        if not promised:
            return Figures(_("Nothing that had a due date was produced in this period."))
        said = _("%(kept)s of %(all)s in time: %(share)s") % {
            "kept": f"{kept:,}",
            "all": f"{promised:,}",
            "share": share(kept, promised).text,
        }
        if before[0]:
            said += " " + _("(before: %(share)s)") % {"share": share(before[1], before[0]).text}
        shares = [share(counted[place][1], counted[place][0]) for place in range(len(steps))]
        return Figures(
            said,
            [_("From"), _("With a due date"), _("In time"), _("In time, %")],
            [
                (day_cell(step.first), *(number(one) for one in counted[place]), shares[place])
                for place, step in enumerate(steps)
            ],
            [Drawing(over_time([(_("In time, %"), shares)], [step.label for step in steps]))],
        )

    def _took(self, holds) -> Counter[int]:
        """How many orders took how many working days."""
        took: Counter[int] = Counter()
        for done, days, count, _promised, _kept in self.rows:
            if holds(done):
                took[days] += count
        return took

    def _took_in_steps(self) -> list[Counter[int]]:
        took: list[Counter[int]] = [Counter() for _step in self.period.steps]
        for day, days, count, _promised, _kept in self.rows:
            place = self.period.step_of(day)
            if place is not None:
                took[place][days] += count
        return took

    def _days(self, drawn: date, done: date) -> int:
        """Working days after the day of drawing up, until the day it was done."""
        return max(0, self._until(done) - self._until(drawn))

    def _until(self, day: date) -> int:
        """Working days from a beginning far back until that day: each day is looked up in the calendar once."""
        if not self._worked:
            self._worked = {day: 0}
        known = self._worked
        last, first = max(known), min(known)
        while last < day:
            following = last + DAY
            known[following] = known[last] + self.calendar.works(following)
            last = following
        while first > day:
            known[first - DAY] = known[first] - self.calendar.works(first)
            first -= DAY
        return known[day]


def quantile(took: Mapping[int, int], part: float) -> int | None:
    """The fewest days within which that part of the orders was done."""
    wanted, seen = part * sum(took.values()), 0
    for days in sorted(took):
        seen += took[days]
        if seen >= wanted:
            return days
    return None


def _both(took: Mapping[int, int]) -> dict[str, str]:
    return {"median": _in_days(quantile(took, 0.5)), "nine": _in_days(quantile(took, NINE_TENTHS))}


def _in_days(days: int | None) -> str:
    return ngettext("%(n)s working day", "%(n)s working days", days or 0) % {"n": days or 0}


def _days_cell(days: int | None) -> Cell:
    return Cell(days, "–" if days is None else str(days))
