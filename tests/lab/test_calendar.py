"""The calendar: who keeps it, what the page tells whom, what is refused and how, what every change leaves behind."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lab.calendar import away_by_person, calendar_of_the_house, no_working_day
from lab.edit_calendar import (
    GoneMeanwhile,
    NeverOpen,
    NothingNew,
    remove_exception,
    save_absence,
    save_exception,
    set_hours,
    take_over_public_holidays,
)
from lab.events import NotAllowed
from lab.models import Absence, Event, Holiday, LabSettings, WeekdayHours
from lab.once import new_token
from lab.records import history_of
from lab.working_time import Away, Hours
from tests.factories.lab import (
    client_of,
    make_absence,
    make_cause,
    make_employee,
    make_exception,
    make_settings,
    make_week,
)

pytestmark = pytest.mark.django_db

USUAL = Hours(time(8), time(17), time(12), time(13))
XMAS = date(2026, 12, 25)  # a Friday


@pytest.fixture
def manager():
    return make_employee("Mara", roles=["manager"])


@pytest.fixture
def client(manager):
    return client_of(manager)


def send(client, url, **typed):
    return client.post(url, {"form_token": new_token(), **typed})


def new_exception(client, **typed):
    first = {"name": "Outing", "first": "2026-12-04", "last": "", "kind": "closed"}
    return send(client, "/calendar/exceptions/new/", **(first | typed))


def new_absence(client, person, **typed):
    first = {"employee": person.pk, "first": "2026-12-07", "last": "2026-12-09", "reason": "Ill"}
    return send(client, "/calendar/absences/new/", **(first | typed))


def week_of(client) -> dict:
    rows = client.get("/calendar/hours/").context["weekdays"]
    sent = {field.html_name: field.value() for field in rows.management_form}
    for row in rows.initial_forms:
        for field in row:
            value = field.value()
            if value is not None and value is not False:
                sent[field.html_name] = value if field.name != "is_open" else "on"
    return sent


# --- the week -----------------------------------------------------------------------------------------------------
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
        ({"opens": ""}, "This field is required."),
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


def wrong_label(wrong) -> str:
    labels = {"opens": "From", "closes": "To", "break_from": "Break from", "break_until": "Break to"}
    return labels[next(iter(wrong))]


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


# --- exceptions ---------------------------------------------------------------------------------------------------
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
        ({"name": ""}, "This field is required."),
        ({"kind": "sometimes"}, "not one of the available choices"),
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


# --- absences -----------------------------------------------------------------------------------------------------
def test_a_manager_notes_an_absence(client):
    nadia = make_employee("Nadia", roles=["technician"])
    assert new_absence(client, nadia).status_code == 302
    away = Away(date(2026, 12, 7), date(2026, 12, 9))
    assert away_by_person(date(2026, 12, 9), date(2026, 12, 31)) == {nadia.pk: [away]}
    assert away_by_person(date(2026, 12, 10), date(2026, 12, 31)) == {}


def test_an_absence_may_be_of_hours(client):
    assert new_absence(client, make_employee(), leaves="13:00", returns="15:30").status_code == 302
    assert (Absence.objects.get().leaves, Absence.objects.get().returns) == (time(13), time(15, 30))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"last": "2026-12-06"}, "This is before the first day, 7 Dec 2026."),
        ({"leaves": "13:00"}, "Enter both, from when until when"),
        ({"leaves": "13:00", "returns": "12:00"}, "later than the beginning, 13:00."),
        ({"employee": "987654"}, "not one of the available choices"),
        ({"first": "soon"}, "Enter a day that exists"),
    ],
)
def test_an_odd_absence_is_refused_beside_its_field_and_nothing_typed_is_lost(client, typed, sentence):
    answer = new_absence(client, make_employee(), **typed)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, 'value="Ill"' in page) == (422, True, True), page
    assert not Absence.objects.exists()


def test_who_left_gets_no_new_absence_and_keeps_the_old():
    gone = make_employee(is_active=False)
    with pytest.raises(Exception, match="does not work here any more"), transaction.atomic():
        save_absence(Absence(employee=gone, first=XMAS, last=XMAS), make_cause())
    standing = make_absence(gone)
    standing.reason = "Parental leave"
    assert save_absence(standing, make_cause()).reason == "Parental leave"


def test_the_page_of_a_person_shows_absences_and_leads_back_there():
    nadia, client = make_employee("Nadia"), client_of(make_employee(roles=["administrator"]))
    absence = make_absence(nadia, reason="Course")
    assert "Course" in client.get(f"/team/{nadia.pk}/").content.decode()
    answer = send(client, f"/calendar/absences/{absence.pk}/remove/?person={nadia.pk}")
    assert (answer.status_code, answer.url) == (302, f"/team/{nadia.pk}/")
    assert not Absence.objects.exists()


@pytest.mark.parametrize("asked", ["987654", "x", "", "9" * 30])
def test_a_person_of_nobody_leads_to_the_calendar(client, asked):
    assert client.get(f"/calendar/absences/new/?person={asked}").context["back_url"] == "/calendar/"


# --- who may, and what is told ------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["technician", "reviewer", "accountant"])
def test_others_see_the_calendar_and_do_not_keep_it(role):
    person = make_employee(roles=[role])
    assert client_of(person).get("/calendar/").status_code == 200
    assert client_of(person).get("/calendar/hours/").status_code == 403
    for change in (
        lambda cause: save_exception(Holiday(first=XMAS, last=XMAS, name="X"), cause),
        lambda cause: save_absence(Absence(employee=person, first=XMAS, last=XMAS), cause),
        lambda cause: take_over_public_holidays({XMAS: "X"}, "DE", "", cause),
    ):
        with pytest.raises(NotAllowed), transaction.atomic():
            change(make_cause(person))
    assert not Holiday.objects.exists()


def test_why_a_person_is_away_is_for_that_person_and_the_managers(client):
    nadia = make_employee("Nadia", roles=["technician"])
    make_absence(nadia, reason="Operation")
    colleague = client_of(make_employee(roles=["technician"]))
    page = colleague.get("/calendar/").content.decode()
    assert "Nadia" in page
    assert "Operation" not in page
    assert "Operation" in client_of(nadia).get("/calendar/").content.decode()
    assert "Operation" in client.get("/calendar/").content.decode()


def test_a_month_says_in_words_what_is_closed_and_who_is_away(client):
    make_exception("2026-12-25", name="Christmas")
    make_exception("2026-12-24", name="Short day", opens=time(9), closes=time(12))
    make_absence(make_employee("Nadia Kowal"), date(2026, 12, 1), date(2026, 12, 2))
    answer = client.get("/calendar/?month=2026-12")
    days = {day.on: day for week in answer.context["months"][0].weeks for day in week if day}
    assert [days[date(2026, 12, n)].is_closed for n in (23, 24, 25, 26)] == [False, False, True, True]
    assert days[date(2026, 12, 24)].has_own_hours
    assert [gone.name for gone in days[date(2026, 12, 2)].gone] == ["Nadia Kowal"]
    assert days[date(2026, 12, 3)].gone == ()
    page = answer.content.decode()
    assert all(word in page for word in ("Christmas", "09:00–12:00", "Nadia Kowal: away", "January 2027"))


@pytest.mark.parametrize("asked", ["2026-13", "x", "12026-1", "0000-01", "2026-1", "²026-01", "9999-12"])
def test_what_is_no_month_shows_the_present_one_and_says_so(client, asked):
    page = client.get("/calendar/", {"month": asked}).content.decode()
    assert "is not a month" in page


def test_the_page_asks_the_same_whatever_stands_in_the_calendar(client, django_assert_max_num_queries):
    for n in range(20):
        make_exception(timezone.localdate() + timedelta(days=n), name=f"Day {n}")
        make_absence(last=timezone.localdate() + timedelta(days=n))
    with django_assert_max_num_queries(12):
        assert client.get("/calendar/").status_code == 200


# --- public holidays ----------------------------------------------------------------------------------------------
HERE = {"country": "DE", "region": "BY", "year": "2027"}


def test_public_holidays_are_shown_before_they_are_taken_over(client):
    make_exception("2020-12-25", name="Christmas", is_annual=True)
    page = client.get("/calendar/public-holidays/", HERE)
    rows = {row["value"]: row for row in page.context["form"].rows()}
    assert rows["2027-01-06"]["name"] == "Epiphany"
    assert (rows["2027-01-06"]["ticked"], rows["2027-01-06"]["stands"]) == (True, None)
    assert rows["2027-12-25"]["stands"].name == "Christmas"
    assert "in the calendar" in page.content.decode()
    assert Holiday.objects.count() == 1


def test_the_ticked_ones_become_rows_and_the_place_is_remembered(client):
    make_settings()
    answer = send(client, "/calendar/public-holidays/", **HERE, days=["2027-01-06", "2027-05-01"])
    assert answer.status_code == 302
    assert list(Holiday.objects.values_list("first", "name", "is_annual")) == [
        (date(2027, 1, 6), "Epiphany", False),
        (date(2027, 5, 1), "Labor Day", False),
    ]
    settings = LabSettings.load()
    assert (settings.holiday_country, settings.holiday_region) == ("DE", "BY")
    assert client.get("/calendar/public-holidays/").context["form"].initial["country"] == "DE"


def test_what_stands_already_is_not_written_twice(client):
    send(client, "/calendar/public-holidays/", **HERE, days=["2027-01-06"])
    send(client, "/calendar/public-holidays/", **HERE, days=["2027-01-06", "2027-05-01"])
    assert Holiday.objects.count() == 2
    with pytest.raises(NothingNew):
        take_over_public_holidays({date(2027, 1, 6): "Epiphany"}, "DE", "BY", make_cause())


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"country": "XX"}, "No public holidays are known of “XX”. Choose a country."),
        ({"region": "ZZ"}, "“ZZ” is no region of this country."),
        ({"year": "1999"}, "Enter"),
        ({"days": ["2027-01-07"]}, "“2027-01-07” is no public holiday there."),
        ({"days": []}, "Tick at least one day."),
    ],
)
def test_an_unknown_place_or_day_is_refused_in_words(client, wrong, sentence):
    typed = HERE | {"days": ["2027-01-06"]} | wrong
    answer = send(client, "/calendar/public-holidays/", **typed)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not Holiday.objects.exists()


def test_an_unknown_country_in_the_address_is_said_too(client):
    page = client.get("/calendar/public-holidays/?country=XX").content.decode()
    assert "No public holidays are known of “XX”." in page


# --- due dates ----------------------------------------------------------------------------------------------------
def test_a_closed_day_is_named_with_its_reason_and_the_next_working_day():
    make_exception(XMAS, name="Christmas")
    house = calendar_of_the_house()
    assert no_working_day(date(2026, 12, 6), house) == "Sun 6 Dec is no working day; Mon 7 Dec is the next."
    assert no_working_day(XMAS, house) == "Fri 25 Dec is no working day (Christmas); Mon 28 Dec is the next."
    assert no_working_day(date(2026, 12, 7), house) == ""


def test_a_house_that_never_works_says_nothing_and_breaks_nothing():
    make_week(is_open=False)
    assert no_working_day(XMAS, calendar_of_the_house()) == ""
