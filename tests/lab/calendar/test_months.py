"""The months as the page shows them."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from tests.factories.lab import (
    make_absence,
    make_employee,
    make_exception,
)

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


def test_a_month_says_in_words_what_is_closed_and_who_is_away(client):
    make_exception("2026-12-25", name="Christmas")
    make_exception("2026-12-24", name="Short day", opens=time(9), closes=time(12))
    make_absence(make_employee("Nadia Kowal"), date(2026, 12, 1), date(2026, 12, 2))
    answer = client.get("/calendar/working-time/?month=2026-12")
    days = {day.on: day for week in answer.context["months"][0].weeks for day in week if day}
    assert [days[date(2026, 12, n)].is_closed for n in (23, 24, 25, 26)] == [False, False, True, True]
    assert days[date(2026, 12, 24)].has_own_hours
    assert [gone.name for gone in days[date(2026, 12, 2)].gone] == ["Nadia Kowal"]
    assert days[date(2026, 12, 3)].gone == ()
    page = answer.content.decode()
    assert all(word in page for word in ("Christmas", "09:00–12:00", "Nadia Kowal: away", "January 2027"))


@pytest.mark.parametrize("asked", ["2026-13", "x", "12026-1", "0000-01", "2026-1", "²026-01", "9999-12"])
def test_what_is_no_month_shows_the_present_one_and_says_so(client, asked):
    page = client.get("/calendar/working-time/", {"month": asked}).content.decode()
    assert "is not a month" in page


def test_the_page_asks_the_same_whatever_stands_in_the_calendar(client, django_assert_max_num_queries):
    for n in range(20):
        make_exception(timezone.localdate() + timedelta(days=n), name=f"Day {n}")
        make_absence(last=timezone.localdate() + timedelta(days=n))
    with django_assert_max_num_queries(12):
        assert client.get("/calendar/working-time/").status_code == 200
