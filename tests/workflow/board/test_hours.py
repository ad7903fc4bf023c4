"""The hours of the days ahead: what is planned against what a person has."""

import re
from datetime import time, timedelta

import pytest
from django.utils import timezone

from lab.working_time import Away, Hours, WorkingTime
from orders.models import Task
from tests.factories.lab import make_week
from tests.workflow.board.drawn import BERLIN, MONDAY, at, plan, rows, shown, task_for
from workflow.pages.board.hours import DaysAhead, working_days

pytestmark = pytest.mark.django_db


WEEK = (*(Hours(time(8), time(17), time(12), time(13)),) * 5, None, None)


def ahead(away=(), today=MONDAY) -> DaysAhead:
    calendar = WorkingTime(WEEK, (), BERLIN)
    return DaysAhead(calendar, working_days(calendar, today), {1: list(away)})


def test_today_and_the_next_nine_working_days_are_shown():
    days = ahead().days
    assert (days[0], days[4], days[5], len(days)) == (
        MONDAY,
        MONDAY + timedelta(4),
        MONDAY + timedelta(7),
        10,
    )
    assert ahead(today=MONDAY - timedelta(1)).days == days


def test_planned_hours_leave_out_the_break_and_the_night():
    days = ahead()
    days.lay(1, at(0, 10), at(1, 9))
    monday, tuesday, *rest = days.of(1)
    assert (monday.planned, monday.has, monday.over) == (360, 480, 0)
    assert (tuesday.planned, tuesday.planned_clock, tuesday.part) == (60, "1:00", 13)
    assert {load.planned for load in rest} == {0}


def test_more_than_fits_is_over_full():
    days = ahead()
    for _ in range(2):
        days.lay(1, at(2, 8), at(2, 15))
    wednesday = days.of(1)[2]
    assert (wednesday.planned, wednesday.over, wednesday.over_clock, wednesday.part) == (
        720,
        240,
        "4:00",
        100,
    )


def test_whoever_is_away_has_no_hours_and_of_an_absence_of_hours_the_rest():
    away = [Away(MONDAY, MONDAY), Away(MONDAY + timedelta(1), MONDAY + timedelta(2), time(8), time(12))]
    days = ahead(away)
    days.lay(1, at(0, 8), at(1, 14))
    monday, tuesday, wednesday, *_rest = days.of(1)
    assert (monday.is_away, monday.has, monday.planned) == (True, 0, 0)
    assert (tuesday.is_away, tuesday.has, tuesday.planned) == (False, 240, 60)
    assert wednesday.has == 240


def test_a_laboratory_that_never_opens_shows_no_days(client, anna):
    task_for(anna)
    make_week(is_open=False)
    assert rows(client)["Anna Keller"].loads == []


def test_over_full_is_said_in_words(client, anna):
    make_week(is_open=True)
    tomorrow = timezone.localtime().replace(hour=0, minute=0) + timedelta(days=1)
    for task in (task_for(anna), task_for(anna)):
        Task.objects.filter(pk=task.pk).update(
            planned_start=tomorrow, planned_end=tomorrow + timedelta(hours=24), minutes=480
        )
    page = re.sub(r"\s+", " ", shown(client))
    assert "1 day over-full" in page
    assert "8:00 over" in page


def test_what_has_no_place_in_these_days_is_counted_in_hours(client, anna):
    unplanned, passed, placed = (task_for(anna) for _ in range(3))
    plan(passed, days=-20)
    plan(placed, days=1)
    Task.objects.filter(pk=unplanned.pk).update(minutes=30)
    assert rows(client)["Anna Keller"].unplaced_clock == "1:30"
