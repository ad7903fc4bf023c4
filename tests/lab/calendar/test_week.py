"""The hours of the week."""

from datetime import time

import pytest
from django.db import IntegrityError, transaction

from lab.calendar import calendar_of_the_house
from lab.edit_calendar import (
    NeverOpen,
    set_hours,
)
from lab.models import Event, LabSettings, WeekdayHours
from lab.records import history_of
from lab.working_time import Hours
from tests.factories.lab import (
    make_absence,
    make_cause,
    make_exception,
    make_settings,
)
from tests.lab.calendar.sending import XMAS, send

pytestmark = pytest.mark.django_db


USUAL = Hours(time(8), time(17), time(12), time(13))


def week_of(client) -> dict:
    rows = client.get("/calendar/hours/").context["weekdays"]
    sent = {field.html_name: field.value() for field in rows.management_form}
    for row in rows.initial_forms:
        for field in row:
            value = field.value()
            if value is not None and value is not False:
                sent[field.html_name] = value if field.name != "is_open" else "on"
    return sent


def wrong_label(wrong) -> str:
    labels = {"opens": "From", "closes": "To", "break_from": "Break from", "break_until": "Break to"}
    return labels[next(iter(wrong))]


def test_the_week_of_the_beginning_is_monday_to_friday_with_a_break():
    LabSettings.load()
    assert calendar_of_the_house().week == (USUAL,) * 5 + (None, None)


def test_a_weekday_without_a_row_has_the_hours_of_the_beginning():
    make_settings()
    WeekdayHours.objects.filter(weekday__in=[0, 6]).delete()
    assert calendar_of_the_house().week == (USUAL,) * 5 + (None, None)


def test_a_manager_sets_the_hours_and_the_history_says_so(client, manager):
    make_settings()
    sent = week_of(client) | {"weekdays-0-closes": "16:00", "weekdays-5-is_open": "on"}
    sent |= {"weekdays-5-break_from": "", "weekdays-5-break_until": ""}
    assert send(client, "/calendar/hours/", **sent).status_code == 302
    week = calendar_of_the_house().week
    assert week[0] == Hours(time(8), time(16), time(12), time(13))
    assert week[5] == Hours(time(8), time(17))
    (event,) = history_of(LabSettings.load(), with_money=False, only="weekdays")
    assert event.actor == manager
    assert [(change.name, change.before, change.after) for change in event.changes] == [
        (
            "Working hours",
            "Monday: 08:00–17:00, break 12:00–13:00",
            "Monday: 08:00–16:00, break 12:00–13:00",
        ),
        ("Working hours", "Saturday: closed", "Saturday: 08:00–17:00"),
    ]


def test_hours_saved_without_a_change_leave_no_event(client):
    make_settings()
    assert send(client, "/calendar/hours/", **week_of(client)).status_code == 302
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"closes": "07:00"}, "This has to be later than the beginning, 08:00."),
        ({"closes": "08:00"}, "This has to be later than the beginning, 08:00."),
        ({"break_from": "07:00"}, "The break lies within the hours, 08:00 to 17:00."),
        ({"break_until": "18:00"}, "The break lies within the hours, 08:00 to 17:00."),
        ({"break_until": "11:00"}, "This has to be later than the beginning, 12:00."),
        ({"break_until": ""}, "A break has a beginning and an end."),
        ({"opens": "25:00"}, "Enter a time, for example 08:30."),
        ({"opens": ""}, "Enter a time."),
    ],
)
def test_odd_hours_are_refused_beside_their_box_and_nothing_typed_is_lost(client, wrong, sentence):
    make_settings()
    typed = {f"weekdays-2-{name}": said for name, said in wrong.items()}
    answer = send(client, "/calendar/hours/", **(week_of(client) | typed | {"weekdays-0-opens": "07:15"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"Wednesday, {wrong_label(wrong)}: {sentence}" in page
    assert 'value="07:15"' in page
    assert not Event.objects.exists()


def test_a_laboratory_works_on_at_least_one_day(client):
    make_settings()
    sent = {name: said for name, said in week_of(client).items() if not name.endswith("is_open")}
    answer = send(client, "/calendar/hours/", **sent)
    assert (answer.status_code, "at least one day" in answer.content.decode()) == (422, True)
    rows = list(WeekdayHours.objects.all())
    for row in rows:
        row.is_open = False
    with pytest.raises(NeverOpen), transaction.atomic():
        set_hours(rows, make_cause())


def test_a_forged_week_makes_no_eighth_day(client):
    make_settings()
    sent = week_of(client) | {"weekdays-INITIAL_FORMS": "0", "weekdays-TOTAL_FORMS": "7"}
    send(client, "/calendar/hours/", **sent)
    assert WeekdayHours.objects.count() == 7


def test_the_database_keeps_hours_sound():
    make_settings()
    for wrong in ({"closes": time(7)}, {"break_from": None}, {"break_until": time(18)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            WeekdayHours.objects.filter(weekday=0).update(**wrong)
    for wrong in ({"last": "2026-12-24"}, {"opens": time(8)}, {"break_from": time(9)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_exception(XMAS, **wrong)
    for wrong in ({"last": "2020-01-01"}, {"leaves": time(9)}, {"leaves": time(9), "returns": time(8)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_absence(**wrong)
