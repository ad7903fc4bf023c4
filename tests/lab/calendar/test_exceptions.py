"""Days that go their own way."""

from datetime import date, time

import pytest

from lab.calendar import calendar_of_the_house
from lab.edit_calendar import (
    GoneMeanwhile,
    remove_exception,
)
from lab.models import Event, Holiday
from lab.records import history_of
from lab.working_time import Hours
from tests.factories.lab import (
    make_cause,
    make_exception,
)
from tests.lab.calendar.sending import XMAS, send

pytestmark = pytest.mark.django_db


def new_exception(client, **typed):
    first = {"name": "Outing", "first": "2026-12-04", "last": "", "kind": "closed"}
    return send(client, "/calendar/exceptions/new/", **(first | typed))


def test_an_exception_without_a_last_day_is_one_day(client):
    assert new_exception(client).status_code == 302
    row = Holiday.objects.get()
    assert (row.first, row.last, row.hours) == (date(2026, 12, 4), date(2026, 12, 4), None)
    assert not calendar_of_the_house().works(date(2026, 12, 4))
    (event,) = history_of(row, with_money=False)
    assert {"Reason", "First day", "Last day"} <= {change.name for change in event.changes}


def test_an_exception_may_have_hours_of_its_own(client):
    new_exception(client, kind="hours", opens="9", closes="13:00", first="2026-12-05")
    house = calendar_of_the_house()
    assert house.hours_on(date(2026, 12, 5)) == Hours(time(9), time(13))


def test_closed_goes_before_hours_that_were_left_in_their_boxes(client):
    new_exception(client, kind="closed", opens="09:00", closes="13:00")
    assert Holiday.objects.get().hours is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"last": "2026-12-03"}, "This is before the first day, 4 Dec 2026."),
        ({"kind": "hours"}, "Enter when the laboratory opens, or choose “closed”."),
        ({"kind": "hours", "opens": "9:00"}, "Enter both, from when to when"),
        ({"kind": "hours", "opens": "9:00", "closes": "8:00"}, "later than the beginning, 09:00."),
        (
            {
                "kind": "hours",
                "opens": "9:00",
                "closes": "12:00",
                "break_from": "13:00",
                "break_until": "14:00",
            },
            "The break lies within the hours, 09:00 to 12:00.",
        ),
        ({"last": "2027-12-10", "is_annual": "on"}, "What comes back every year is shorter than a year."),
        ({"name": ""}, "Enter the reason."),
        ({"kind": "sometimes"}, "This choice is not there any more"),
    ],
)
def test_an_odd_exception_is_refused_beside_its_field_and_nothing_typed_is_lost(client, typed, sentence):
    answer = new_exception(client, **({"name": "Fire drill"} | typed))
    page = answer.content.decode()
    assert (answer.status_code, sentence in page) == (422, True), page
    assert typed.get("name", "Fire drill") in page
    assert not Holiday.objects.exists()


def test_an_exception_of_the_same_name_begins_once_a_day(client):
    make_exception("2026-12-04", name="Outing")
    assert "begins on this day already" in new_exception(client).content.decode()


def test_an_exception_is_changed_and_removed_with_a_trace(client):
    row = make_exception(XMAS, name="Christmas")
    sent = {
        "name": "Christmas",
        "first": "2026-12-24",
        "last": "2027-01-02",
        "is_annual": "on",
        "kind": "closed",
    }
    assert send(client, f"/calendar/exceptions/{row.pk}/", **sent).status_code == 302
    row.refresh_from_db()
    assert (row.last, row.is_annual) == (date(2027, 1, 2), True)
    assert send(client, f"/calendar/exceptions/{row.pk}/remove/").status_code == 302
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "correct_exception",
        "remove_exception",
    ]
    assert "24 Dec 2026 – 2 Jan 2027 Christmas" in Event.objects.latest("pk").reason
    with pytest.raises(GoneMeanwhile):
        remove_exception(row.pk, make_cause())
