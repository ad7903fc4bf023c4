"""One moment of the database for the whole run: people go on working, and what they do meanwhile is not seen."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Every query inside reads what was booked when the first one began; nothing can be written.

    Inside a transaction that is open already, that one is read: its own rows are what the caller asks about.
    """
    if connection.in_atomic_block:
        yield
    else:
        with (_postgresql if connection.vendor == "postgresql" else _sqlite)():
            yield


@contextmanager
def _postgresql() -> Iterator[None]:
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            # Files are read between two queries for longer than a page may keep a transaction waiting.
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield


@contextmanager
def _sqlite() -> Iterator[None]:
    """By hand: ``atomic`` would begin with the lock of a writer, and everybody would wait for us."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON")
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
            cursor.execute("PRAGMA query_only = OFF")
