"""Placing the tasks of one order: as late as the due date allows, or as early as possible where that is too late."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from orders.scheduling.sequence import Sequenced, sequence
from orders.scheduling.terms import Placement, Schedule, Taken, Windows, Work, minute_upto, moment_of
from orders.scheduling.worktime import Place, Worktimes

FURTHEST = 11 * 366 * 24 * 60
"""Minutes that a due date may lie ahead; more is a slip of the keyboard."""


def schedule(works: Sequence[Work], due: datetime, now: datetime, windows: Windows, taken: Taken) -> Schedule:
    """Place each task into its performer's working time, to be done by ``due`` and not begun before ``now``."""
    times = Worktimes(windows, taken, now, due)
    return told(works, place(works, due, times), due, times)


def place(works: Sequence[Work], due: datetime, times: Worktimes) -> list[Place]:
    """The place of each task, in the sequence of ``works``. Nothing is booked."""
    due_minute = minute_upto(due)
    if due_minute - times.now > FURTHEST:
        raise ValueError(f"due on {due.date()}: that is more than eleven years ahead")
    tasks = sequence(works)
    latest = _backwards(tasks, due_minute, times)
    in_time = [spot for spot in latest if spot is not None]
    return in_time if len(in_time) == len(works) else _some_forwards(tasks, latest, times)


def told(works: Sequence[Work], places: Sequence[Place], due: datetime, times: Worktimes) -> Schedule:
    """The places in moments, and what there is to say about them."""
    placed = {
        work.key: Placement(
            moment_of(spot.start), moment_of(spot.end), tuple(times.of(work.performer).spans(spot))
        )
        for work, spot in zip(works, places, strict=True)
    }
    if not works:
        return Schedule(placed)
    due_minute = minute_upto(due)
    ends = moment_of(max(spot.end for spot in places))
    late = tuple(work.key for work, spot in zip(works, places, strict=True) if spot.end > due_minute)
    if not late:
        return Schedule(placed, ends=ends)
    return Schedule(placed, late_by(works, places, due, times), ends, late, _fits_on(due, ends))


def late_by(works: Sequence[Work], places: Sequence[Place], due: datetime, times: Worktimes) -> int:
    """Minutes that the performer of the last task works between the due date and its end."""
    last = max(range(len(places)), key=lambda task: places[task].end)
    time, due_minute = times.of(works[last].performer), minute_upto(due)
    if places[last].end <= due_minute:
        return 0
    return max(1, time.count(places[last].end) - time.count(due_minute))


def _backwards(tasks: Sequenced, due: int, times: Worktimes) -> list[Place | None]:
    """The last place of each; None where it, or what follows it, cannot be done between now and ``due``."""
    found: list[Place | None] = [None] * len(tasks.works)
    for task in reversed(tasks.order):
        before = due
        for follower in tasks.after[task]:
            spot = found[follower]
            before = min(before, spot.start if spot else times.now - 1)
        if before >= times.now:
            work = tasks.works[task]
            found[task] = times.of(work.performer).latest(work.minutes, before)
    return found


def _forwards(tasks: Sequenced, times: Worktimes) -> list[Place]:
    """The first place of each."""
    found = [Place(times.now, times.now, 0)] * len(tasks.works)
    for task in tasks.order:
        after = max((found[former].end for former in tasks.before[task]), default=times.now)
        work = tasks.works[task]
        found[task] = times.of(work.performer).earliest(work.minutes, after)
    return found


def _some_forwards(tasks: Sequenced, latest: Sequence[Place | None], times: Worktimes) -> list[Place]:
    """Chains that cannot wait go forwards whole, and so do those that stand before them at a bench."""
    earliest = _forwards(tasks, times)
    hurried = {
        tasks.chain[task]
        for task, (first, last) in enumerate(zip(earliest, latest, strict=True))
        if last is None or last.start < first.start
    }
    known = 0
    while known < len(hurried):
        known = len(hurried)
        for task in reversed(tasks.order):
            if tasks.chain[task] in hurried:
                hurried.update(tasks.chain[former] for former in tasks.before[task])
    return [
        first if last is None or tasks.chain[task] in hurried else last
        for task, (first, last) in enumerate(zip(earliest, latest, strict=True))
    ]


def _fits_on(due: datetime, ends: datetime) -> date:
    """The first day on which the time of day of ``due`` is late enough."""
    day = ends.astimezone(due.tzinfo).date()
    that_day = datetime.combine(day, due.time(), due.tzinfo)
    return day if minute_upto(that_day) >= minute_upto(ends) else day + timedelta(days=1)
