"""Measuring a case against its floor: in turns, so that whatever else the machine does falls on both."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from benchmarks import clock

WARM_UP = 3


@dataclass(frozen=True)
class Case:
    """Something to measure.

    ``page`` and ``floor`` each do their work once and return how many seconds it took; ``look`` does the page once and
    returns the seconds of each of its statements. ``most_runs`` is how often there is something to do it with.
    ``share`` of the times are at most the one that is printed: half of them, where that is the median. ``note`` says
    what else was measured; ``warm_up`` how often both are done before it counts. Where ``unit`` is another than ms,
    page and floor return so many of that.
    """

    name: str
    aim: float
    runs: int
    page: Callable[[], float]
    floor: Callable[[], float]
    look: Callable[[], list[float]]
    most_statements: int | None = None
    most_runs: int | None = None
    share: float = 0.5
    note: Callable[[], str] | None = None
    warm_up: int | None = None
    unit: str = "ms"

    def shown(self, measured: float) -> float:
        """In the unit that is printed."""
        return measured * 1000 if self.unit == "ms" else measured


@dataclass(frozen=True)
class Measured:
    """Medians in seconds; ``load`` is that of the machine in the minute before its end."""

    case: Case
    page: float
    floor: float
    statements: int
    slowest: float
    load: float

    @property
    def ratio(self) -> float:
        return self.page / self.floor


HEADINGS = (
    f"{'case':<26}{'median':>10}{'floor':>10}   {'ratio':>8}{'aim':>8}{'statements':>12}{'slowest ms':>12}"
    f"{'load':>6}{'growth':>8}"
)


def line_of(measured: Measured, growth: float | None = None) -> str:
    """``growth`` is how many times what it was in a smaller laboratory."""
    case, most = measured.case, measured.case.most_statements
    statements = f"{measured.statements}" + (f" (≤ {most})" if most else "")
    page, floor = (case.shown(one) for one in (measured.page, measured.floor))
    return (
        f"{case.name:<26}{page:>10.1f}{floor:>10.1f} {case.unit}{measured.ratio:>8.2f}"
        f"{f'≤ {case.aim}':>8}{statements:>12}{measured.slowest * 1000:>12.1f}{measured.load:>6.1f}"
        + ("" if growth is None else f"{growth:>8.2f}")
        + (f"\n{'':<26}{case.note()}" if case.note else "")
    )


def measure(case: Case, runs: int | None = None) -> Measured:
    """Page, floor, page, floor …; then a few more pages with an eye on their statements."""
    runs = runs or case.runs
    if case.most_runs:
        runs = min(runs, case.most_runs)
    for _ in range(min(WARM_UP if case.warm_up is None else case.warm_up, runs)):
        case.page(), case.floor()
    times = [(case.page(), case.floor()) for _ in range(runs)]
    looks = [case.look() for _ in range(min(9, runs))]
    each = [median(seconds) for seconds in zip(*looks, strict=False)]
    pages, floors = zip(*times, strict=True)
    return Measured(
        case,
        at_most(pages, case.share),
        at_most(floors, case.share),
        max(len(look) for look in looks),
        max(each, default=0.0),
        os.getloadavg()[0],
    )


def at_most(times: Sequence[float], share: float) -> float:
    """What this share of the times does not pass; half of them is the median."""
    if share == 0.5 or len(times) == 1:
        return median(times)
    return quantiles(times, n=100, method="inclusive")[round(share * 100) - 1]


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work took."""
    started = clock.now()
    work()
    return clock.now() - started
