"""What could give where an order does not fit: who else could take one of its tasks, and how much that brings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from orders.scheduling.placing import late_by, place
from orders.scheduling.sequence import sequence
from orders.scheduling.terms import NoWorkingTime, Taken, Windows, Work, moment_of
from orders.scheduling.worktime import Place, Worktimes

MOST_TRIALS, MOST_PLACED = 200, 60_000
"""How many times the order is placed anew, and how many tasks are placed by that; the longest are tried first."""


@dataclass(frozen=True, slots=True)
class Relief:
    """With task ``key`` given to ``performer`` the order is late by so many working minutes, and ends then."""

    key: int
    performer: int
    late_by: int
    ends: datetime


def who_could_help(
    works: Sequence[Work],
    due: datetime,
    now: datetime,
    windows: Windows,
    taken: Taken,
    others: Sequence[int],
) -> list[Relief]:
    """What ends the order earlier, the best first. Tried are the tasks on which its end depends, one at a time."""
    times = Worktimes(windows, taken, now, due)
    places = place(works, due, times)
    lateness = late_by(works, places, due, times) if works else 0
    if not lateness:
        return []
    ends = _end(places)
    trials = [
        (task, other)
        for task in _decisive(works, places)
        for other in others
        if other != works[task].performer
    ]
    reliefs = []
    for task, other in trials[: min(MOST_TRIALS, MOST_PLACED // len(works))]:
        changed = [*works[:task], replace(works[task], performer=other), *works[task + 1 :]]
        try:
            places = place(changed, due, times)
        except NoWorkingTime:
            continue
        if _end(places) < ends:
            left = late_by(changed, places, due, times)
            reliefs.append(Relief(works[task].key, other, left, moment_of(_end(places))))
    return sorted(reliefs, key=lambda relief: (relief.ends, relief.key, relief.performer))


def _decisive(works: Sequence[Work], places: Sequence[Place]) -> list[int]:
    """The tasks of the last chain and all that must be done before them, the longest first."""
    tasks = sequence(works)
    last = tasks.chain[max(range(len(works)), key=lambda task: places[task].end)]
    found = {task for task in tasks.order if tasks.chain[task] == last}
    for task in reversed(tasks.order):
        if task in found:
            found.update(tasks.before[task])
    return sorted(
        (task for task in found if works[task].minutes), key=lambda task: (-works[task].minutes, task)
    )


def _end(places: Sequence[Place]) -> int:
    return max(spot.end for spot in places)
