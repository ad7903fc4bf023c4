"""How long it takes to plan all open orders anew: ``python -m benchmarks.scheduling``. Needs no database."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from statistics import median
from time import perf_counter
from zoneinfo import ZoneInfo

from orders.scheduling import Span, ToPlan, Work, replan

ORDERS, PERFORMERS, RUNS = 2_000, 12, 9
ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 2, 9, 17, tzinfo=UTC)
HALVES = ((time(8), time(12)), (time(12, 45), time(17)))


def windows(_performer: int | None, start: datetime, end: datetime) -> list[Span]:
    """Five days a week, with a break at noon."""
    first = start.astimezone(ZONE).date()
    days = (first + timedelta(days=n) for n in range((end - start).days + 2))
    return [span for day in days if day.weekday() < 5 for span in _halves(day)]


def orders(dice: Random, load: float) -> list[ToPlan]:
    """Orders of three tasks in a row, due over the time in which ``load`` of all hands would be busy with them."""
    minutes = [[dice.randint(10, 60) for _ in range(3)] for _ in range(ORDERS)]
    days = sum(map(sum, minutes)) / (PERFORMERS * 495 * load) / 5 * 7
    made = [
        ToPlan(number, _works(number, each, dice), NOW + timedelta(days=dice.uniform(0, days)))
        for number, each in enumerate(minutes)
    ]
    return sorted(made, key=lambda order: order.due)


def main() -> None:
    for load in (0.5, 0.9, 1.3):
        wanted = orders(Random(7), load)
        seconds = []
        for _ in range(RUNS):
            started = perf_counter()
            found = replan(wanted, NOW, windows, {})
            seconds.append(perf_counter() - started)
        late = sum(1 for schedule in found.schedules.values() if schedule.late_by)
        print(
            f"load {load:.0%}: {ORDERS:,} orders of 3 tasks, {PERFORMERS} performers: "
            f"{median(seconds) * 1000:.0f} ms (least {min(seconds) * 1000:.0f}), {late} late"
        )


def _halves(day: date) -> list[Span]:
    return [Span(datetime.combine(day, a, ZONE), datetime.combine(day, b, ZONE)) for a, b in HALVES]


def _works(number: int, minutes: Sequence[int], dice: Random) -> tuple[Work, ...]:
    return tuple(
        Work(3 * number + place, each, dice.randrange(PERFORMERS), 0) for place, each in enumerate(minutes)
    )


if __name__ == "__main__":
    main()
