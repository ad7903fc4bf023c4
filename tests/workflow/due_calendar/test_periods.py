"""Which days the calendar of due dates shows."""

from datetime import date, timedelta

import pytest

from common.months import Month
from workflow.pages.due_calendar.periods import month_of, period_asked, week_of

TODAY = date(2026, 11, 26)


def test_a_month_is_shown_in_whole_weeks():
    november = month_of(Month(2026, 11))
    assert (november.first, november.last) == (date(2026, 10, 26), date(2026, 12, 6))
    assert [len(week) for week in november.weeks] == [7] * 6
    assert [november.holds(day) for day in (date(2026, 10, 31), date(2026, 11, 1))] == [False, True]


def test_a_week_is_that_of_any_of_its_days():
    for day in range(7):
        week = week_of(date(2026, 11, 23) + timedelta(days=day))
        assert (week.first, week.last, week.month) == (date(2026, 11, 23), date(2026, 11, 29), None)


@pytest.mark.parametrize(
    ("query", "first", "misread"),
    [
        ({}, date(2026, 10, 26), ""),
        ({"month": "2027-02"}, date(2027, 2, 1), ""),
        ({"month": "2027-13"}, date(2026, 10, 26), "2027-13"),
        ({"month": "<b>"}, date(2026, 10, 26), "<b>"),
        ({"week": "2026-12-31"}, date(2026, 12, 28), ""),
        ({"week": "9999-12-31"}, date(2026, 11, 23), "9999-12-31"),
        ({"week": "soon"}, date(2026, 11, 23), "soon"),
        ({"week": "\x00"}, date(2026, 11, 23), "\x00"),
    ],
)
def test_what_an_address_asks_for(query, first, misread):
    period = period_asked(query, TODAY)
    assert (period.first, period.misread) == (first, misread)
