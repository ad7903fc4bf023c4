"""Planning many orders anew, one after the other: what one has been given is taken for those behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from orders.scheduling.placing import place, told
from orders.scheduling.terms import NoWorkingTime, Schedule, Taken, Windows, Work
from orders.scheduling.worktime import Worktimes


@dataclass(frozen=True, slots=True)
class ToPlan:
    """An order that waits for its place: its tasks and the moment by which all should be done."""

    order: int
    works: tuple[Work, ...]
    due: datetime


@dataclass(frozen=True, slots=True)
class Replanned:
    """By order: its schedule, or whose working time does not reach for it."""

    schedules: dict[int, Schedule]
    unplaced: dict[int, NoWorkingTime]


def replan(orders: Sequence[ToPlan], now: datetime, windows: Windows, taken: Taken) -> Replanned:
    """Place the orders in the sequence in which they are given: who is due first, first."""
    found = Replanned({}, {})
    times = Worktimes(windows, taken, now, min((order.due for order in orders), default=now))
    for order in orders:
        try:
            places = place(order.works, order.due, times)
        except NoWorkingTime as reason:
            found.unplaced[order.order] = reason
            continue
        found.schedules[order.order] = told(order.works, places, order.due, times)
        for work, spot in zip(order.works, places, strict=True):
            if work.minutes and work.performer is not None:
                times.of(work.performer).book(spot.number, work.minutes)
    return found
