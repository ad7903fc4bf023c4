"""What a script of ours hears instead of a redirect, and what a browser without scripts gets to keep what was typed."""

import pytest
from django.test import Client

from customers.models import Counterparty
from lab.once import new_token
from tests.factories.lab import PASSWORD, client_of, make_employee

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

SCRIPTS = [
    {"x-in-place": "1"},
    {"hx-request": "true"},
    {"x-requested-with": "XMLHttpRequest"},
    {"accept": "application/json"},
]


@pytest.mark.parametrize("headers", SCRIPTS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_script_of_a_session_that_has_ended_hears_so(headers, method):
    answer = getattr(Client(), method)("/customers/new/", headers=headers)
    assert (answer.status_code, answer["X-Session"]) == (401, "ended")
    assert "You have been logged out" in answer.content.decode()
    assert len(answer.content) < 1000


def test_a_file_of_a_session_that_has_ended_is_not_called_too_large():
    huge = {"CONTENT_LENGTH": str(2**30)}
    answer = Client().generic(
        "POST",
        "/documents/upload/",
        b"",
        "application/octet-stream",
        headers={"x-requested-with": "XMLHttpRequest"},
        **huge,
    )
    assert (answer.status_code, answer["X-Session"]) == (401, "ended")


def test_a_form_sent_in_place_hears_where_it_leads_and_a_browser_is_led():
    person = make_employee()
    client = client_of(person)
    told = {"form_token": new_token(), "name": "Gustav", "kind": "person"}
    in_place = client.post("/patients/new/", told, headers={"x-in-place": str(person.pk)})
    assert (in_place.status_code, in_place.content) == (204, b"")
    assert in_place["HX-Redirect"].startswith("/patients/")
    assert "Location" not in in_place.headers
    led = client.post("/patients/new/", told | {"form_token": new_token()})
    assert (led.status_code, led.url) == (302, led["Location"])


def test_a_page_of_one_person_does_nothing_in_the_name_of_another():
    mia, nadia = make_employee("Mia Stone"), make_employee("Nadia Frank")
    told = {"form_token": new_token(), "name": "Gustav", "kind": "person"}
    answer = client_of(nadia).post("/patients/new/", told, headers={"x-in-place": str(mia.pk)})
    assert (answer.status_code, answer["X-Session"]) == (403, "turned")


def test_a_turned_token_is_told_to_a_script():
    client = client_of(make_employee(), enforce_csrf_checks=True)
    answer = client.post("/customers/new/", {"name": "x"}, headers={"x-in-place": "1"})
    assert (answer.status_code, answer["X-Session"]) == (403, "turned")


def test_without_scripts_the_posted_form_is_handed_back_to_be_sent_after_logging_in():
    client = Client()
    answer = client.post("/customers/new/?for=1", {"name": "Harbour\nClinic <b>", "old_password": "a secret"})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert 'action="/customers/new/?for=1"' in page
    assert "Harbour\nClinic &lt;b&gt;</textarea>" in page
    assert "a secret" not in page
    assert "csrfmiddlewaretoken" in page


def test_without_scripts_a_turned_token_hands_the_form_back_but_only_our_own():
    person = make_employee(roles=["administrator"])
    client = client_of(person, enforce_csrf_checks=True)
    told = {"name": "Harbour Clinic", "kind": "clinic", "csrfmiddlewaretoken": "x" * 64}
    ours = client.post("/customers/new/", told, headers={"origin": "http://testserver"})
    assert ours.status_code == 403
    assert "Harbour Clinic" in ours.content.decode()
    strangers = client.post("/customers/new/", told, headers={"origin": "http://elsewhere.example"})
    assert strangers.status_code == 403
    assert "Harbour Clinic" not in strangers.content.decode()
    assert not Counterparty.objects.exists()


def test_asking_how_long_the_session_is_does_not_prolong_it_and_pressing_the_button_does(monkeypatch):
    now = [1_800_000_000]
    monkeypatch.setattr("labsite.sessions.time", lambda: now[0])
    client = client_of(make_employee())
    assert client.get("/session").json()["idle"] == 8 * 3600
    now[0] += 3000
    assert client.get("/session").json()["idle"] == 8 * 3600 - 3000
    client.get("/me/")  # the control: reading a page is use
    assert client.get("/session").json()["idle"] == 8 * 3600
    now[0] += 300
    assert client.post("/session").json()["idle"] == 8 * 3600
    assert client.get("/session").json()["longest"] == 24 * 3600 - 3300


def test_logging_in_again_begins_the_twenty_four_hours_anew(monkeypatch):
    now = [1_800_000_000]
    monkeypatch.setattr("labsite.sessions.time", lambda: now[0])
    person = make_employee(username="mia")
    client = client_of(person)
    client.get("/me/")
    now[0] += 20 * 3600
    client.post("/session")
    told = {"username": "mia", "password": PASSWORD, "person": person.pk}
    assert client.post("/session/log-in", told).status_code == 200
    assert client.get("/session").json()["longest"] == 24 * 3600


def test_a_wrong_password_is_said_and_opens_nothing():
    person = make_employee(username="mia")
    client = Client()
    answer = client.post("/session/log-in", {"username": "mia", "password": "wrong", "person": person.pk})
    assert answer.status_code == 422
    assert "do not belong together" in answer.json()["error"]
    assert client.get("/session").json()["person"] is None
