"""How long a person stays logged in."""

import pytest
from django.contrib.auth import SESSION_KEY, get_user_model
from django.test import Client

from labsite import sessions


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1_800_000_000

        def __call__(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(sessions, "time", clock)
    return clock


@pytest.fixture
def client(db):
    client = Client()
    client.force_login(get_user_model().objects.create(username="anna"))
    return client


def test_a_busy_person_is_logged_out_a_day_after_login(client, clock):
    client.get("/healthz")
    clock.now += 24 * 3600
    client.get("/healthz")
    assert SESSION_KEY in client.session
    clock.now += 1
    client.get("/healthz")
    assert SESSION_KEY not in client.session


def test_reading_pages_writes_the_session_once_in_ten_minutes(client, clock):
    client.get("/healthz")
    clock.now += 599
    before = client.session["seen_at"]
    client.get("/healthz")
    assert client.session["seen_at"] == before
    clock.now += 2
    client.get("/healthz")
    assert client.session["seen_at"] == clock.now


def test_an_idle_session_ends_after_eight_hours(client):
    client.get("/healthz")
    assert client.session.get_expiry_age() == 8 * 3600


def test_a_stranger_gets_no_session(db):
    assert not Client().get("/healthz").cookies
