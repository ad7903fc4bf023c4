"""Measuring a case against its floor: in turns, so that whatever else the machine does falls on both."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

WARM_UP = 3


@dataclass(frozen=True)
class Case:
    """Something to measure.

    ``page`` and ``floor`` each do their work once and return how many seconds it took; ``look`` does the page once and
    returns the seconds of each of its statements. ``most_runs`` is how often there is something to do it with.
    """

    name: str
    aim: float
    runs: int
    page: Callable[[], float]
    floor: Callable[[], float]
    look: Callable[[], list[float]]
    most_statements: int | None = None
    most_runs: int | None = None


@dataclass(frozen=True)
class Measured:
    """Medians in seconds."""

    case: Case
    page: float
    floor: float
    statements: int
    slowest: float

    @property
    def ratio(self) -> float:
        return self.page / self.floor


HEADINGS = (
    f"{'case':<26}{'median ms':>10}{'floor ms':>10}{'ratio':>8}{'aim':>8}{'statements':>12}{'slowest ms':>12}"
)


def line_of(measured: Measured) -> str:
    case, most = measured.case, measured.case.most_statements
    statements = f"{measured.statements}" + (f" (≤ {most})" if most else "")
    return (
        f"{case.name:<26}{measured.page * 1000:>10.1f}{measured.floor * 1000:>10.1f}{measured.ratio:>8.2f}"
        f"{f'≤ {case.aim}':>8}{statements:>12}{measured.slowest * 1000:>12.1f}"
    )


def measure(case: Case, runs: int | None = None) -> Measured:
    """Page, floor, page, floor …; then a few more pages with an eye on their statements."""
    runs = runs or case.runs
    if case.most_runs:
        runs = min(runs, case.most_runs)
    for _ in range(min(WARM_UP, runs)):
        case.page(), case.floor()
    times = [(case.page(), case.floor()) for _ in range(runs)]
    looks = [case.look() for _ in range(min(9, runs))]
    each = [median(seconds) for seconds in zip(*looks, strict=False)]
    return Measured(
        case,
        median(page for page, _floor in times),
        median(floor for _page, floor in times),
        max(len(look) for look in looks),
        max(each, default=0.0),
    )


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work took."""
    started = perf_counter()
    work()
    return perf_counter() - started
