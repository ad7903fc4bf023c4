"""A database that went away is told apart from our own mistakes, and people are told so."""

import sqlite3

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.test import Client

from labsite.outage import database_is_away


def caused(error, cause):
    error.__cause__ = cause
    return error


def sqlite_error(code):
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    "cause",
    [
        psycopg.OperationalError("connection refused"),
        psycopg.errors.AdminShutdown("stopped"),
        psycopg.errors.TooManyConnections("full"),
        psycopg.errors.LockNotAvailable("lock"),
        psycopg.errors.QueryCanceled("slow"),
        psycopg.errors.DiskFull("disk"),
        sqlite_error(sqlite3.SQLITE_BUSY),
        sqlite_error(sqlite3.SQLITE_CANTOPEN),
        sqlite_error(sqlite3.SQLITE_FULL),
        sqlite_error(sqlite3.SQLITE_IOERR_WRITE),
        None,
    ],
)
def test_what_waiting_mends_is_an_outage(cause):
    assert database_is_away(caused(OperationalError("x"), cause))


def test_a_closed_connection_is_an_outage():
    assert database_is_away(
        caused(InterfaceError("closed"), psycopg.InterfaceError("the connection is closed"))
    )


@pytest.mark.parametrize(
    "error",
    [
        ValueError("x"),
        ProgrammingError("no such column"),
        caused(OperationalError("no such table"), sqlite_error(sqlite3.SQLITE_ERROR)),
        None,
    ],
)
def test_our_own_mistake_is_no_outage(error):
    assert not database_is_away(error)


@pytest.mark.parametrize(
    ("error", "status"),
    [(OperationalError("gone"), 503), (InterfaceError("closed"), 503), (ValueError("bug"), 500)],
)
def test_the_page_says_whether_waiting_helps(monkeypatch, error, status):
    def fail():
        raise error

    monkeypatch.setattr("labsite.sessions.SessionAge.__call__", lambda self, request: fail())
    answer = Client(raise_request_exception=False).get("/healthz")
    assert answer.status_code == status
    assert answer.headers.get("Retry-After") == ("5" if status == 503 else None)


def test_the_page_of_an_outage_needs_no_database(django_db_blocker, monkeypatch):
    def fail(self, request):
        raise OperationalError("gone")

    monkeypatch.setattr("labsite.sessions.SessionAge.__call__", fail)
    with django_db_blocker.block():
        answer = Client(raise_request_exception=False).get("/orders/")
    assert answer.status_code == 503
    assert answer.headers["Content-Type"].startswith("text/html")
