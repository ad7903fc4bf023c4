"""The calendar as arithmetic: windows, minutes, working days, days that go their own way, people who are away."""

from datetime import UTC, date, time, timedelta

import pytest

from lab import working_time
from lab.working_time import Away, Hours, NoWorkingDay, Window, moment, without
from tests.lab.calendars import BERLIN, SHORT, USUAL, at, calendar, closed, hours_of

MONDAY, FRIDAY, SATURDAY, SUNDAY = (date(2026, 11, day) for day in (23, 27, 28, 29))


def test_a_break_cuts_the_day_in_two():
    assert hours_of(calendar().windows(MONDAY)) == [("08:00", "12:00"), ("13:00", "17:00")]


def test_a_day_without_a_break_is_one_window():
    assert hours_of(calendar(week=(SHORT,) * 7).windows(MONDAY)) == [("09:00", "13:00")]


def test_a_day_off_has_no_window():
    assert calendar().windows(SUNDAY) == ()
    assert not calendar().works(SUNDAY)


def test_windows_are_in_utc_so_that_a_difference_is_the_time_that_passes():
    assert {edge.tzinfo for w in calendar().windows(MONDAY) for edge in (w.start, w.end)} == {UTC}


def test_a_closed_span_closes_its_first_and_its_last_day_and_no_other():
    house = calendar(closed(date(2026, 11, 24), date(2026, 11, 26)))
    assert [house.works(MONDAY + timedelta(days=n)) for n in range(5)] == [True, False, False, False, True]


def test_other_hours_open_a_day_off():
    house = calendar(closed(SATURDAY, hours=SHORT))
    assert hours_of(house.windows(SATURDAY)) == [("09:00", "13:00")]


def test_an_annual_span_passes_the_end_of_the_year():
    house = calendar(closed(date(2020, 12, 24), date(2021, 1, 2), is_annual=True), week=(USUAL,) * 7)
    days = [date(2026, 12, 23), date(2026, 12, 24), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)]
    assert [house.works(day) for day in days] == [True, False, False, False, False]
    assert house.works(date(2027, 1, 3))
    assert house.after(date(2026, 12, 23), 1) == date(2027, 1, 3)


def test_an_annual_29_february_is_there_in_leap_years_only():
    house = calendar(closed(date(2024, 2, 29), is_annual=True), week=(USUAL,) * 7)
    assert not house.works(date(2028, 2, 29))
    assert house.works(date(2027, 2, 28))
    assert house.works(date(2027, 3, 1))


def test_an_annual_span_up_to_29_february_ends_with_the_month_in_other_years():
    house = calendar(closed(date(2024, 2, 27), date(2024, 2, 29), is_annual=True), week=(USUAL,) * 7)
    assert [house.works(date(2027, 2, day)) for day in (26, 27, 28)] == [True, False, False]
    assert house.works(date(2027, 3, 1))


def test_what_is_said_of_one_year_goes_before_what_is_said_of_every_year():
    every = closed(date(2020, 12, 24), date(2021, 1, 2), is_annual=True)
    once = closed(date(2026, 12, 28), hours=SHORT)
    assert calendar(every, once).hours_on(date(2026, 12, 28)) == SHORT
    assert calendar(every, once).hours_on(date(2027, 12, 28)) is None


def test_what_is_said_of_fewer_days_goes_first():
    long, short = closed(MONDAY, FRIDAY), closed(FRIDAY, hours=SHORT)
    assert calendar(long, short).works(FRIDAY)
    assert not calendar(long, short).works(MONDAY)


def test_of_two_that_say_as_much_the_closed_one_goes_first():
    assert not calendar(closed(FRIDAY, hours=SHORT), closed(FRIDAY)).works(FRIDAY)


def test_between_cuts_at_both_moments():
    found = calendar().between(at(FRIDAY, 9, 30), at(date(2026, 11, 30), 8, 15))
    assert hours_of(found) == [("09:30", "12:00"), ("13:00", "17:00"), ("08:00", "08:15")]
    assert calendar().minutes_between(at(FRIDAY, 9, 30), at(date(2026, 11, 30), 8, 15)) == 150 + 240 + 15


def test_nothing_lies_between_a_moment_and_an_earlier_one():
    assert calendar().between(at(FRIDAY, 12), at(MONDAY, 8)) == []
    assert calendar().minutes_between(at(FRIDAY, 12), at(FRIDAY, 12)) == 0


@pytest.mark.parametrize(
    ("day", "minutes"),
    [(date(2026, 3, 29), 180), (date(2026, 10, 25), 300), (date(2026, 4, 5), 240)],
    ids=["summer time begins", "summer time ends", "an ordinary night"],
)
def test_minutes_are_those_that_really_pass(day, minutes):
    nights = calendar(week=(Hours(time(0), time(4)),) * 7)
    assert sum(window.minutes for window in nights.windows(day)) == minutes
    assert nights.minutes_between(at(day, 0), at(day, 12)) == minutes


def test_hours_keep_their_place_on_the_clock_over_a_change_of_time():
    house = calendar(week=(USUAL,) * 7)
    before, after = house.windows(date(2026, 3, 28))[0], house.windows(date(2026, 3, 29))[0]
    assert hours_of([before, after]) == [("08:00", "12:00")] * 2
    assert after.start - before.start == timedelta(hours=23)


def test_hours_that_the_clocks_skip_overlap_nothing():
    skipped = Hours(time(2, 30), time(5), time(2, 45), time(3, 10))
    first, second = calendar(week=(skipped,) * 7).windows(date(2026, 3, 29))
    assert first.end <= second.start < second.end


def test_working_days_are_counted_over_the_weekend():
    assert calendar().after(FRIDAY, 0) == FRIDAY
    assert calendar().after(SATURDAY, 0) == date(2026, 11, 30)
    assert calendar().after(FRIDAY, 1) == date(2026, 11, 30)
    assert calendar().after(SATURDAY, 1) == date(2026, 11, 30)


def test_a_calendar_that_never_works_says_so():
    with pytest.raises(NoWorkingDay):
        calendar(week=(None,) * 7).after(MONDAY, 1)
    with pytest.raises(NoWorkingDay):
        calendar(week=(None,) * 7).after(date(9999, 12, 30), 0)


def test_a_working_day_ends_with_its_last_window():
    assert calendar().end_of_day(at(MONDAY, 9)) == at(MONDAY, 17)
    assert calendar().end_of_day(at(MONDAY, 12, 30)) == at(MONDAY, 17)


def test_after_hours_and_on_days_off_the_day_ends_at_midnight():
    assert calendar().end_of_day(at(MONDAY, 17)) == at(date(2026, 11, 24), 0)
    assert calendar().end_of_day(at(SUNDAY, 10)) == at(date(2026, 11, 30), 0)


def test_whoever_is_away_for_days_has_no_window_on_them():
    house = calendar()
    week = house.between(at(MONDAY, 0), at(SUNDAY, 0))
    left = without(week, [Away(date(2026, 11, 24), date(2026, 11, 26))], BERLIN)
    assert {w.start.astimezone(BERLIN).date() for w in left} == {MONDAY, FRIDAY}


def test_whoever_is_away_for_hours_keeps_the_rest_of_each_day():
    day = calendar().windows(MONDAY)
    left = without(day, [Away(MONDAY, MONDAY, time(10), time(14))], BERLIN)
    assert hours_of(left) == [("08:00", "10:00"), ("14:00", "17:00")]
    within = without(day, [Away(MONDAY, MONDAY, time(9), time(10))], BERLIN)
    assert hours_of(within) == [("08:00", "09:00"), ("10:00", "12:00"), ("13:00", "17:00")]


def test_of_hours_that_recur_for_years_only_the_days_of_the_windows_are_looked_at(monkeypatch):
    """Whoever works half days for ten years would stop all planning: each month of it asks for every single day."""
    looked_at = []

    def seen(day, at, zone):
        looked_at.append(day)
        return moment(day, at, zone)

    week = [window for day in range(23, 28) for window in calendar().windows(date(2026, 11, day))]
    monkeypatch.setattr(working_time, "moment", seen)
    afternoons = Away(date(2026, 1, 1), date(2036, 1, 1), time(13), time(18))
    left = without(week, [afternoons], BERLIN)
    assert sum(window.minutes for window in left) == 5 * 4 * 60
    assert {day.isoformat() for day in looked_at} == {f"2026-11-{day}" for day in range(23, 28)}


def test_the_next_time_of_an_exception_is_the_one_that_runs_or_comes():
    once = closed(date(2026, 11, 24), date(2026, 11, 26))
    assert once.next_time(date(2026, 11, 26)) == (date(2026, 11, 24), date(2026, 11, 26))
    assert once.next_time(date(2026, 11, 27)) is None
    annual = closed(date(2020, 12, 24), date(2021, 1, 2), is_annual=True)
    assert annual.next_time(date(2027, 1, 2)) == (date(2026, 12, 24), date(2027, 1, 2))
    assert annual.next_time(date(2027, 1, 3)) == (date(2027, 12, 24), date(2028, 1, 2))
    leap = closed(date(2024, 2, 29), is_annual=True)
    assert leap.next_time(date(2026, 1, 1)) == (date(2028, 2, 29), date(2028, 2, 29))


def test_a_window_between_zones_counts_real_minutes():
    assert Window(at(date(2026, 3, 29), 1), at(date(2026, 3, 29), 4)).minutes == 120
