"""Races on SQLite need a file: the database of the other tests lies in memory, where there is one connection."""

import sqlite3

import pytest
from django.db import connection, connections

from tests.races import at_once


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL, leave the tests of a SQLite file out, openly: as deselected."""
    if connection.vendor == "sqlite":
        return
    elsewhere = [item for item in items if "sqlite_file" in getattr(item, "fixturenames", ())]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


@pytest.fixture
def sqlite_file(transactional_db, tmp_path, monkeypatch):
    """``work(act)`` runs in a thread of its own, as one of four writers would, on a copy of the database in a file.

    The file is opened as an installation opens it; the connection of the test itself stays where it was.
    """
    path = tmp_path / "labsite.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(path) as file:
        connection.connection.backup(file)
    file.close()
    # The connection of this thread must not be taken for one to a file: closing it would lose the memory.
    monkeypatch.setattr(connections["default"], "settings_dict", dict(connection.settings_dict))
    monkeypatch.setitem(connections.settings["default"], "NAME", str(path))

    def work(act):
        (said,) = at_once(lambda _person: act(), people=1)
        if isinstance(said, Exception):
            raise said
        return said

    return work
