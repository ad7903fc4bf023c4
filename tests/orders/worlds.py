"""Invented laboratories to plan in: weeks of odd windows, absences, tasks, moments around the change of the clocks."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from orders.scheduling import Span, Work

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)
PEOPLE = (1, 2, 3)
SEASONS = (date(2026, 3, 27), date(2026, 10, 23), date(2026, 7, 1))
"""Two days before the clocks go forward, two before they go back, and summer."""


@dataclass
class World:
    """Who works when, and who is busy when. ``weeks``: seven days of windows in minutes of the day, by performer."""

    now: datetime
    weeks: dict[int | None, list[list[tuple[int, int]]]]
    taken: dict[int, list[Span]] = field(default_factory=dict)
    away_until: dict[int | None, date] = field(default_factory=dict)
    known: dict = field(default_factory=dict, repr=False)

    def windows(self, performer, start, end):
        day, last = start.astimezone(BERLIN).date() - timedelta(days=1), end.astimezone(BERLIN).date()
        found = []
        while day <= last:
            if (performer, day) not in self.known:
                self.known[performer, day] = self._of_day(performer, day)
            found += self.known[performer, day]
            day += timedelta(days=1)
        return found

    def _of_day(self, performer, day):
        if day < self.away_until.get(performer, day):
            return []
        midnight = datetime.combine(day, time())
        return [
            Span(
                (midnight + start * MINUTE).replace(tzinfo=BERLIN),
                (midnight + end * MINUTE).replace(tzinfo=BERLIN),
            )
            for start, end in self.weeks[performer][day.weekday()]
        ]

    def open_minutes(self, performer, start, end):
        """Each whole minute between two moments in which the performer works, in UTC."""
        first, last = start.astimezone(UTC), end.astimezone(UTC)
        return {
            minute
            for span in self.windows(performer, start, end)
            for minute in minutes_of(span)
            if first <= minute and minute + MINUTE <= last
        }


def minutes_of(span):
    """The whole minutes of a span, in UTC."""
    minute, end = span.start.astimezone(UTC), span.end.astimezone(UTC)
    if minute.second or minute.microsecond:
        minute = minute.replace(second=0, microsecond=0) + MINUTE
    while minute + MINUTE <= end:
        yield minute
        minute += MINUTE


@st.composite
def days(draw):
    """Up to three windows of one day: disjoint, in sequence, perhaps touching, perhaps over two in the morning."""
    marks = draw(st.lists(st.integers(0, 96), unique=True, max_size=6).map(sorted))
    return [(15 * a, 15 * b) for a, b in zip(marks[::2], marks[1::2], strict=False)]


def _hours(week):
    return sum(end - start for day in week for start, end in day) / 60


weeks = st.builds(
    lambda one, other, kinds: [(one, other, [])[kind] for kind in kinds],
    days(),
    days(),
    st.lists(st.integers(0, 2), min_size=7, max_size=7),
).map(lambda week: week if _hours(week) >= 10 else [*week[:6], [(60, 720)]])
"""At least ten hours each: less would be a plan over years."""
moments = st.builds(
    lambda season, seconds: (
        datetime.combine(season, time(), BERLIN).astimezone(UTC) + timedelta(seconds=seconds)
    ).astimezone(BERLIN),
    st.sampled_from(SEASONS),
    st.one_of(st.integers(0, 4 * 24 * 60).map(lambda minute: 60 * minute), st.floats(0, 4 * 24 * 3600)),
)
distances = st.integers(-3 * 24 * 60, 21 * 24 * 60)
works = st.lists(
    st.tuples(
        st.one_of(st.just(0), st.integers(1, 120), st.integers(1, 900)),
        st.sampled_from((None, *PEOPLE)),
        st.sampled_from((None, 0, 1, 2)),
    ),
    max_size=7,
).map(lambda rows: [Work(key, *row) for key, row in enumerate(rows)])


@st.composite
def worlds(draw):
    now = draw(moments)
    began = now.astimezone(UTC)
    busy = st.builds(
        lambda start, length: Span(began + start * MINUTE, began + (start + length) * MINUTE),
        st.integers(-2000, 12 * 24 * 60),
        st.integers(1, 3000),
    )
    return World(
        now,
        dict(zip((None, *PEOPLE), 2 * [draw(weeks), draw(weeks)], strict=True)),
        {performer: draw(st.lists(busy, max_size=4)) for performer in PEOPLE},
        draw(
            st.dictionaries(
                st.sampled_from((None, *PEOPLE)), st.just(now.date() + timedelta(days=5)), max_size=2
            )
        ),
    )
