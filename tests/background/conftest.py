"""A database that workers in other processes can see: PostgreSQL's of the test, or a copy in a SQLite file."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, connections

from tests.background.nursery import end_all
from tests.races import at_once


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL, leave out what is about a database with one writer, openly: as deselected."""
    if connection.vendor == "sqlite":
        return
    elsewhere = [item for item in items if "one_writer" in getattr(item, "fixturenames", ())]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


@pytest.fixture
def one_writer():
    """The test is about a database that lets one in at a time to write: SQLite."""


@pytest.fixture
def data(tmp_path) -> Iterator[Path]:
    """The data folder of the workers."""
    folder = tmp_path / "data"
    folder.mkdir()
    yield folder
    end_all()


@pytest.fixture
def shared(transactional_db, data, monkeypatch) -> Callable:
    """``shared(act)`` runs ``act`` on the database that the workers of ``data`` use, and gives what it returns."""
    if connection.vendor == "postgresql":
        return lambda act: act()
    connection.ensure_connection()
    with sqlite3.connect(data / "labsite.sqlite3") as file:
        connection.connection.backup(file)
    file.close()
    # The connection of this thread must not be taken for one to a file: closing it would lose the memory.
    monkeypatch.setattr(connections["default"], "settings_dict", dict(connection.settings_dict))
    monkeypatch.setitem(connections.settings["default"], "NAME", str(data / "labsite.sqlite3"))

    def on_the_file(act):
        (said,) = at_once(lambda _person: act(), people=1)
        if isinstance(said, Exception):
            raise said
        return said

    return on_the_file
