"""What planning reckons with: the laboratory's hours, who is away, and what everybody is busy with already."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from lab.calendar import away_by_person, calendar_of_the_house
from lab.working_time import Away, WorkingTime, moment, without
from orders.models import Order, Task
from orders.models.order import WORKING
from orders.scheduling import Span, Work

MINUTES_UNSAID = 60
"""Of a task that says nothing: it has to stand somewhere in the day."""
FAR = timedelta(days=800)
"""How far ahead absences are read; the arithmetic gives up before."""


@dataclass(frozen=True)
class Timetable:
    """The calendar with absences by person, and the spans that each person is busy."""

    calendar: WorkingTime
    away: dict[int, list[Away]]
    taken: dict[int, list[Span]]

    def windows(self, performer: int | None, start: datetime, end: datetime) -> list[Span]:
        """The working time of a performer between two moments; None asks for the laboratory's."""
        found = self.calendar.between(start, end)
        if performer in self.away:
            found = without(found, self.away[performer], self.calendar.zone)
        return [Span(window.start, window.end) for window in found]

    def end_of(self, day: date) -> datetime:
        """When work ends on that day; on a closed one, the midnight behind it."""
        windows = self.calendar.windows(day)
        return max(
            (window.end for window in windows),
            default=moment(day + timedelta(days=1), _MIDNIGHT, self.calendar.zone),
        )


_MIDNIGHT = datetime.min.time()


def timetable_at(now: datetime, *, but_for: Iterable[Order] = ()) -> Timetable:
    """Everybody's; the tasks of these orders are about to be placed anew, and in nobody's way."""
    today = timezone.localtime(now).date()
    return Timetable(calendar_of_the_house(), away_by_person(today, today + FAR), _taken(now, but_for))


def _taken(now: datetime, but_for: Iterable[Order]) -> dict[int, list[Span]]:
    planned = (
        Task.objects.doable()
        .unfinished()
        .filter(performer__isnull=False, planned_end__gt=now, order__status__in=WORKING)
    )
    found: dict[int, list[Span]] = defaultdict(list)
    rows = planned.exclude(order__in=list(but_for)).order_by("planned_start", "pk")
    for performer, start, end in rows.values_list("performer", "planned_start", "planned_end"):
        found[performer].append(Span(start, end))
    return found


def works_of(tasks: Sequence[Task]) -> list[Work]:
    """What is left to do, as the arithmetic takes it: the tasks of one line one after the other."""
    return [
        Work(
            task.pk, MINUTES_UNSAID if task.minutes is None else task.minutes, task.performer_id, task.line_id
        )
        for task in tasks
    ]
