"""How full the days of the whole laboratory are: the hours planned for its people against those that they have."""

from collections.abc import Iterable
from datetime import date

from lab.calendar import away_by_person
from lab.models import Employee
from lab.working_time import WorkingTime
from workflow.pages.board.hours import DayLoad, DaysAhead
from workflow.pages.board.performers import open_tasks


def loads_of(days: list[date], calendar: WorkingTime) -> dict[date, DayLoad]:
    """The load of each of the days, which follow one another. Work that nobody has yet is counted, too.

    Hours of work lie ahead: what is planned and was not done on its day is not counted on any.
    """
    if not days:
        return {}
    ahead = DaysAhead(calendar, days, away_by_person(days[0], days[-1]))
    people: set[int | None] = set()
    for performer, start, end in _planned(ahead):
        ahead.lay(performer, start, end)
        people.add(performer)
    present = set(Employee.objects.performers().values_list("pk", flat=True))
    loads = [ahead.of(person) for person in present | people | {None}]
    return {day: _summed(day, (own[place] for own in loads)) for place, day in enumerate(days)}


def _planned(ahead: DaysAhead):
    if ahead.begins is None:
        return []
    within = open_tasks().filter(planned_end__gt=ahead.begins, planned_start__lt=ahead.ends)
    return within.values_list("performer", "planned_start", "planned_end")


def _summed(day: date, loads: Iterable[DayLoad]) -> DayLoad:
    planned = has = 0
    for load in loads:
        planned += load.planned
        has += load.has or 0
    return DayLoad(day, planned, has)
