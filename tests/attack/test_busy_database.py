"""A database that somebody else holds is called busy, not the request a bad one."""

import sqlite3

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import DatabaseError, OperationalError

from lab.roles import Role
from tests.factories.lab import client_of, make_employee

pytestmark = pytest.mark.django_db


def failing(error):
    def save(*args, **kwargs):
        raise error

    return save


@pytest.fixture
def browser():
    client = client_of(make_employee(roles=(Role.MANAGER,)))
    client.raise_request_exception = False
    session = client.session
    session["seen_at"] = 0  # so that the next page has to write the session
    session.save()
    return client


def test_a_session_that_cannot_be_written_now_gives_the_page_of_a_busy_database(browser, monkeypatch):
    busy = OperationalError("database is locked")
    busy.__cause__ = sqlite3.OperationalError("database is locked")
    busy.__cause__.sqlite_errorcode = sqlite3.SQLITE_BUSY
    monkeypatch.setattr(Session, "save", failing(busy))
    answer = browser.get("/me/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"


def test_a_session_that_was_ended_meanwhile_is_still_told_so(browser, monkeypatch):
    monkeypatch.setattr(Session, "save", failing(DatabaseError("no row was written")))
    session = browser.session
    with pytest.raises(UpdateError):
        session.save()
    assert browser.get("/me/").status_code == 400
