"""Tells a database that is away, full or too busy from a mistake of ours."""

import sqlite3

import psycopg
from django.db import InterfaceError, OperationalError

# Classes of SQLSTATE that speak of the server and not of the statement: connection, resources, shutdown,
# a lock not granted, a deadlock or serialization failure, a statement that took too long.
AWAY_CLASSES = ("08", "53", "57", "55P03", "40")
AWAY_SQLITE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}


def database_is_away(error: BaseException | None) -> bool:
    """True where waiting helps: the same request may succeed later without anybody changing the program."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    cause = error.__cause__
    if isinstance(cause, psycopg.Error):
        return cause.sqlstate is None or cause.sqlstate.startswith(AWAY_CLASSES)
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in AWAY_SQLITE
    return True
