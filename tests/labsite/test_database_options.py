"""The database runs with the options we gave it."""

from pathlib import Path

import pytest
from django.db import connection

from labsite.checks import wrong_options
from labsite.databases import database


def test_sqlite_is_the_default_and_lies_in_the_data_folder():
    described = database("", Path("/data"))
    assert described["NAME"] == Path("/data/labsite.sqlite3")
    assert described["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgresql_waits_less_than_a_person_does():
    described = database("postgres://lab:pw@db.example/lab", Path("/data"))
    options = described["OPTIONS"]
    assert described["CONN_HEALTH_CHECKS"]
    assert options["pool"]["timeout"] <= 2
    assert options["connect_timeout"] <= 2
    assert "statement_timeout=15000" in options["options"]


def test_another_kind_of_database_is_refused():
    with pytest.raises(ValueError, match="PostgreSQL"):
        database("mysql://lab@db.example/lab", Path("/data"))


@pytest.mark.django_db
def test_sqlite_reads_back_as_meant(engine):
    if engine == "sqlite":
        assert wrong_options(connection) == []
    else:
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("3s",)


def test_a_misplaced_option_is_named(engine, django_db_blocker):
    from django.db.backends.sqlite3.base import DatabaseWrapper

    bare = connection.settings_dict | {"ENGINE": "sqlite3", "NAME": ":memory:", "OPTIONS": {}}
    with django_db_blocker.unblock():
        wrapper = DatabaseWrapper(bare)
        found = {error.msg.split()[2] for error in wrong_options(wrapper)}
        wrapper.close()
    assert {"busy_timeout", "transaction_mode"} <= found
