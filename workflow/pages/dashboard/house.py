"""What is in the house: open orders by state over time, and how full the next days are."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from common.charts import Bar, bars
from common.days import weekday
from lab.calendar import calendar_of_the_house
from orders.models import Order
from orders.models.order import OPEN
from orders.states import Status
from sums.figures import MOVES
from sums.reading import Sums
from sums.spans import DAY, NO_END
from workflow.pages.board.hours import clock, working_days
from workflow.pages.dashboard.figures import Cell, Drawing, Figures, day_cell, number, over_time, share
from workflow.pages.dashboard.periods import Period
from workflow.pages.due_calendar.load import loads_of


def in_the_house(period: Period, sums: Sums) -> Figures:
    """Open orders by state at the end of each step: as many as now, less what has moved since."""
    today = timezone.localdate()
    steps = [step for step in period.steps if step.first <= today]
    if not steps:
        return Figures(_("This period is still to come."))
    now = Counter(dict(Order.objects.open().order_by().values_list("status").annotate(n=Count("pk"))))
    moves: dict[date, Counter[str]] = defaultdict(Counter)
    ends = [step.last for step in steps]
    since = [(end + DAY, following) for end, following in zip(ends, [*ends[1:], NO_END], strict=True)]
    for day, left, reached, count in sums.rows(MOVES, since):
        moves[day][reached] += count
        moves[day][left] -= count
    stood = _back_from(now, moves, [min(step.last, today) for step in steps])
    cells = {state: [number(one[state]) for one in stood] for state in OPEN}
    labels = {state: str(Status(state).label) for state in OPEN}
    last = ", ".join(f"{labels[state]} {stood[-1][state]:,}" for state in OPEN)
    return Figures(
        last,
        [_("Until"), *labels.values()],
        [
            (day_cell(min(step.last, today)), *(cells[state][place] for state in OPEN))
            for place, step in enumerate(steps)
        ],
        [
            Drawing(
                over_time([(labels[state], cells[state]) for state in OPEN], [step.label for step in steps])
            )
        ],
    )


def _back_from(now: Counter, moves: Mapping[date, Counter], days: list[date]) -> list[Counter]:
    """How many stood in each state at the end of each of the days, reckoned back from now."""
    stood, standing = [], Counter(now)
    left = sorted(moves)
    for day in reversed(days):
        while left and left[-1] > day:
            standing.subtract(moves[left.pop()])
        stood.append(Counter({state: standing[state] for state in OPEN}))
    return stood[::-1]


def load(period: Period) -> Figures:
    """The next working days, whatever the period: hours planned beside the hours that people are there."""
    calendar = calendar_of_the_house()
    days = working_days(calendar, timezone.localdate())
    if not days:
        return Figures(_("The calendar has no working day ahead."))
    whole = [days[0] + timedelta(days=place) for place in range((days[-1] - days[0]).days + 1)]
    found = loads_of(whole, calendar)
    loads = [found[day] for day in days]
    planned, there = sum(one.planned for one in loads), sum(one.has or 0 for one in loads)
    return Figures(
        _("%(planned)s hours planned, %(there)s hours there: %(share)s")
        % {"planned": clock(planned), "there": clock(there), "share": share(planned, there).text},
        [_("Day"), _("Planned, hours"), _("There, hours"), _("Load, %")],
        [
            (
                Cell(one.day, weekday(one.day), is_number=False),
                _hours(one.planned),
                _hours(one.has or 0),
                share(one.planned, one.has or 0),
            )
            for one in loads
        ],
        [
            Drawing(
                bars(
                    [
                        Bar(
                            weekday(one.day),
                            one.planned,
                            _("%(planned)s of %(there)s h")
                            % {"planned": clock(one.planned), "there": clock(one.has or 0)},
                            one.has or 0,
                        )
                        for one in loads
                    ]
                )
            )
        ],
        _("planned"),
        _("there"),
    )


def _hours(minutes: int) -> Cell:
    return Cell(round(Decimal(minutes) / 60, 2), clock(minutes))
