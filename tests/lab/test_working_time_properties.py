"""What holds of working time whatever the house says."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as some

from lab.working_time import Away, Hours, NoWorkingDay, SpecialDays, WorkingTime, without
from tests.lab.calendars import BERLIN

clocks = some.times(max_value=time(23, 58)).map(lambda t: t.replace(second=0, microsecond=0))
days = some.dates(date(2024, 1, 1), date(2029, 12, 31))


@some.composite
def hours(draw):
    edges = sorted(draw(some.lists(clocks, min_size=4, max_size=4, unique=True)))
    return draw(some.sampled_from([Hours(edges[0], edges[3]), Hours(edges[0], edges[3], edges[1], edges[2])]))


@some.composite
def special_days(draw):
    first = draw(days)
    last = first + timedelta(days=draw(some.integers(0, 40)))
    return SpecialDays(first, last, draw(some.booleans()), draw(some.none() | hours()))


calendars = some.builds(
    WorkingTime,
    some.tuples(*[some.none() | hours()] * 7),
    some.lists(special_days(), max_size=4).map(tuple),
    some.sampled_from([BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo"), UTC]),
)
absences = some.builds(
    lambda first, length, some_hours: Away(first, first + timedelta(days=length), *some_hours),
    days,
    some.integers(0, 30),
    some.just(()) | some.lists(clocks, min_size=2, max_size=2, unique=True).map(sorted),
)


def sound(windows) -> bool:
    """Each has a length, they are sorted, and none reaches into the next."""
    return all(w.start < w.end for w in windows) and all(a.end <= b.start for a, b in pairwise(windows))


@given(calendars, days)
def test_windows_are_sorted_never_overlap_and_lie_within_the_hours(house, day):
    windows, told = house.windows(day), house.hours_on(day)
    assert sound(windows)
    assert told or not windows
    for window in windows:
        since, until = (edge.astimezone(house.zone) for edge in (window.start, window.end))
        assert since.date() == day
        assert told.opens <= since.time().replace(tzinfo=None)
        skipped = until.utcoffset() != since.utcoffset()  # an hour that is not there ends later than it reads
        assert until.time().replace(tzinfo=None) <= told.closes or skipped


@given(calendars, days, some.integers(0, 20), some.integers(0, 1439), some.integers(0, 1439))
def test_what_lies_between_is_sound_and_adds_up(house, day, length, since, until):
    start = datetime.combine(day, time(), UTC) + timedelta(minutes=since)
    end = start + timedelta(days=length, minutes=until)
    middle = start + (end - start) // 2
    found = house.between(start, end)
    assert sound(found)
    assert all(start <= w.start and w.end <= end for w in found)
    seconds = [
        sum((w.end - w.start).total_seconds() for w in house.between(*edges))
        for edges in ((start, end), (start, middle), (middle, end))
    ]
    assert seconds[0] == seconds[1] + seconds[2]


@given(special_days(), days)
def test_the_next_time_is_the_next_day_on_which_the_exception_holds(special, day):
    found = special.next_time(day)
    ahead = (day + timedelta(days=n) for n in range(9 * 366))
    first_held = next((one for one in ahead if special.holds_on(one)), None)
    if first_held is None:
        assert found is None
    else:
        assert first_held == max(found[0], day)
        assert all(special.holds_on(one) for one in (max(found[0], day), found[1]))


@given(calendars, days, some.integers(0, 15))
def test_the_day_after_so_many_working_days_works(house, day, count):
    try:
        found = house.after(day, count)
    except NoWorkingDay:
        return
    assert house.works(found)
    assert sum(house.works(day + timedelta(days=n)) for n in range(1, (found - day).days + 1)) >= count


@given(calendars, some.lists(absences, max_size=4), days)
def test_nobody_works_while_away(house, away, day):
    week = house.between(
        datetime.combine(day, time(), UTC), datetime.combine(day, time(), UTC) + timedelta(days=7)
    )
    left = without(week, away, house.zone)
    assert sound(left)
    gone = [window for absence in away for window in absence.windows(house.zone)]
    assert not any(w.start < g.end and g.start < w.end for w in left for g in gone)
    assert all(any(w.start <= piece.start and piece.end <= w.end for w in week) for piece in left)
