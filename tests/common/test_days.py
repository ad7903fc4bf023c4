"""How days are written: with their year wherever it is not the present one."""

from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template
from django.utils import timezone

from common import days
from common.templatetags.days import FILTERS

OF_THE_YEAR = date(2026, 11, 26)
LATE = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
"""A moment that is of the next day, and the next year, in the laboratory."""
OF_DAYS = [write for write in FILTERS if write is not days.time_of_day]


@pytest.fixture(autouse=True)
def _in_2026(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: OF_THE_YEAR)


@pytest.mark.parametrize("write", OF_DAYS, ids=lambda write: write.__name__)
@pytest.mark.parametrize("year", [26, 1999, 2025, 2027])
def test_a_day_of_another_year_has_its_year(write, year):
    assert f"{year:04}" in write(datetime(year, 11, 26, 14, 5))


@pytest.mark.parametrize("write", OF_DAYS, ids=lambda write: write.__name__)
def test_nothing_is_written_of_no_day(write):
    assert (write(None), write("")) == ("", "")


def test_the_present_year_may_be_left_out():
    at = datetime(2026, 11, 26, 14, 5)
    assert [days.day(at), days.weekday(at), days.moment(at)] == ["26 Nov", "Thu 26 Nov", "26 Nov, 14:05"]


def test_django_itself_writes_days_and_moments_as_everything_else():
    at = datetime(2026, 11, 26, 14, 5)
    assert [days.exact_day(at), days.exact_moment(at)] == ["26 Nov 2026", "26 Nov 2026, 14:05"]


def test_a_moment_is_told_in_the_time_of_the_laboratory():
    assert (days.moment(LATE), days.day_and_year(LATE)) == ("1 Jan, 00:30", "1 Jan 2026")


def test_the_time_of_a_moment_is_the_laboratorys_and_a_time_of_day_is_taken_as_it_is():
    with timezone.override("Europe/Berlin"):
        assert days.time_of(datetime(2026, 11, 26, 13, 5, tzinfo=UTC)) == "14:05"
        assert days.time_of_day(time(13, 5)) == "13:05"


def test_every_template_knows_the_ways_without_asking_for_them():
    drawn = Template("{{ day|day }} {{ day|iso }} {{ nothing|day_and_year|default:'…' }}")
    assert drawn.render(Context({"day": OF_THE_YEAR, "nothing": None})) == "26 Nov 2026-11-26 …"
