"""Who is away, and who may know why."""

from datetime import date, time

import pytest
from django.db import transaction

from lab.calendar import away_by_person
from lab.edit_calendar import (
    save_absence,
    save_exception,
    take_over_public_holidays,
)
from lab.events import NotAllowed
from lab.models import Absence, Holiday
from lab.working_time import Away
from tests.factories.lab import (
    client_of,
    make_absence,
    make_cause,
    make_employee,
)
from tests.lab.calendar.sending import XMAS, send

pytestmark = pytest.mark.django_db


def new_absence(client, person, **typed):
    first = {"employee": person.pk, "first": "2026-12-07", "last": "2026-12-09", "reason": "Ill"}
    return send(client, "/calendar/absences/new/", **(first | typed))


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
        ({"employee": "987654"}, "This choice is not there any more"),
        ({"first": "soon"}, "Enter a day, for example"),
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
    assert (
        client.get(f"/calendar/absences/new/?person={asked}").context["back_url"] == "/calendar/working-time/"
    )


@pytest.mark.parametrize("role", ["technician", "reviewer", "accountant"])
def test_others_see_the_calendar_and_do_not_keep_it(role):
    person = make_employee(roles=[role])
    assert client_of(person).get("/calendar/working-time/").status_code == 200
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
    page = colleague.get("/calendar/working-time/").content.decode()
    assert "Nadia" in page
    assert "Operation" not in page
    assert "Operation" in client_of(nadia).get("/calendar/working-time/").content.decode()
    assert "Operation" in client.get("/calendar/working-time/").content.decode()
