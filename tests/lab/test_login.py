"""Logging in and out."""

import pytest
from django.test import Client

from tests.factories.lab import PASSWORD, client_of, make_employee

pytestmark = pytest.mark.django_db


def log_in(username, password=PASSWORD, **more):
    client = Client()
    return client, client.post("/login/", {"username": username, "password": password, **more})


def test_a_person_logs_in_and_lands_where_the_way_was_going():
    make_employee(username="anna")
    client, response = log_in("anna", next="/me/")
    assert (response.status_code, response.url) == (302, "/me/")
    assert client.get("/me/").status_code == 200


def test_the_name_may_be_typed_in_capital_letters():
    make_employee(username="Anna.Berg")
    assert log_in("ANNA.Berg")[1].status_code == 302


def test_a_way_to_another_site_is_not_followed():
    make_employee(username="anna")
    assert log_in("anna", next="https://elsewhere.example/")[1].url == "/"


@pytest.mark.parametrize("username", ["anna", "nobody", "left", "unset"])
def test_every_failure_says_the_same(username):
    make_employee(username="anna")
    make_employee(username="left", is_active=False)
    make_employee(username="unset", password=None)
    response = log_in(username, "wrong password" if username == "anna" else PASSWORD)[1]
    assert "do not belong together" in response.content.decode()
    assert "_auth_user_id" not in response.client.session


def test_nine_wrong_passwords_close_the_door_for_that_name():
    make_employee(username="anna")
    for _attempt in range(8):
        log_in("anna", "wrong")
    assert log_in("anna")[1].status_code == 429


def test_capital_letters_do_not_start_the_count_of_wrong_passwords_anew():
    make_employee(username="anna")
    for attempt in range(8):
        log_in("anna" if attempt % 2 else "ANNA", "wrong")
    assert log_in("Anna")[1].status_code == 429


def test_logging_out_takes_a_post_and_ends_the_session():
    client = client_of(make_employee())
    assert client.get("/logout/").url == "/"
    assert client.get("/me/").status_code == 200
    assert client.post("/logout/").url == "/login/"
    assert client.get("/me/").status_code == 302


def test_the_door_shows_no_people_outside_the_demonstration(monkeypatch):
    monkeypatch.setenv("LABSITE_DEMO_PASSWORD", "shown-to-all")
    make_employee("Anna Berg")
    page = Client().get("/login/").content.decode()
    assert "Anna Berg" not in page
    assert "shown-to-all" not in page


def test_the_door_of_the_demonstration_names_its_people(settings, monkeypatch):
    settings.LABSITE_DEMO = True
    monkeypatch.setenv("LABSITE_DEMO_PASSWORD", "shown-to-all")
    make_employee("Anna Berg", username="anna", roles=["manager", "reviewer"])
    make_employee("Left Long Ago", is_active=False)
    page = Client().get("/login/").content.decode()
    assert "Anna Berg" in page
    assert "Manager, Reviewer" in page
    assert "shown-to-all" in page
    assert "Left Long Ago" not in page


def test_the_demo_command_may_note_the_password_in_a_file(settings, tmp_path):
    from lab.demo_people import demo_people, note_demo_password

    settings.LABSITE_DEMO, settings.LABSITE_DATA = True, tmp_path
    make_employee("Anna Berg", username="anna")
    assert demo_people() == []
    note_demo_password("noted")
    assert [(person.username, person.password) for person in demo_people()] == [("anna", "noted")]
