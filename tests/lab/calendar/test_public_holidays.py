"""Public holidays are shown, and taken over where ticked."""

from datetime import date

import pytest

from lab.edit_calendar import (
    NothingNew,
    take_over_public_holidays,
)
from lab.models import Holiday, LabSettings
from tests.factories.lab import (
    make_cause,
    make_exception,
    make_settings,
)
from tests.lab.calendar.sending import send

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


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
