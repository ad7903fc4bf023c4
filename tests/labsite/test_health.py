"""Whether the laboratory says truly that it can work."""

import pytest
from django.db import OperationalError
from django.test import Client

from labsite import health


@pytest.mark.django_db
def test_a_migrated_database_is_healthy():
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_waiting_migrations_are_not_healthy(monkeypatch):
    monkeypatch.setattr(health, "tables_are_current", lambda: False)
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"migrations\n")


def test_a_lost_database_is_named_without_its_address(monkeypatch):
    def away():
        raise OperationalError("could not connect to db.internal as owner:secret")

    monkeypatch.setattr(health, "tables_are_current", away)
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"database\n")
