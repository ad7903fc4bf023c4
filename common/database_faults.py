"""Why the database refused: the states by which PostgreSQL and SQLite say that somebody else was there first."""

import sqlite3

from django.db import DatabaseError, InterfaceError

RETRY = {"40P01", "40001"}  # deadlock detected, serialization failure
TOO_LONG = {"57014"}  # broken off: a statement took longer than any may
BUSY = {"55P03", sqlite3.SQLITE_BUSY}  # not locked within the time that we wait


def state_of(fault: DatabaseError | InterfaceError) -> str | int | None:
    """PostgreSQL's SQLSTATE or SQLite's error code."""
    cause = fault.__cause__
    return getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorcode", None)
