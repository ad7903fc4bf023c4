"""A transaction that waits for nobody and soon lets go: for looking at what others may be working on just now."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from common.database_faults import BUSY, RETRY, state_of

PATIENCE_MS = 250
"""How long each lock is waited for."""
MOST_SECONDS = 1.5
"""How long locks are held: half of what others wait for them (``labsite.databases``)."""
_TAKEN = BUSY | RETRY | {sqlite3.SQLITE_LOCKED}


class SomebodyIsFaster(Exception):
    """What was to be looked at is locked by somebody else."""


class TakesTooLong(Exception):
    """To look at it all would keep others from their work."""


@contextmanager
def in_a_hurry() -> Iterator[None]:
    """``transaction.atomic()`` that raises ``SomebodyIsFaster`` where it would have to wait for a lock.

    Raises ``TakesTooLong`` instead of asking the database anything more once its time is over.
    """
    try:
        with _sqlite_hurries(), transaction.atomic(), connection.execute_wrapper(_until(time.monotonic())):
            if connection.vendor == "postgresql":
                with (
                    connection.cursor() as cursor
                ):  # for this transaction; the end of a savepoint ends it too
                    cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{PATIENCE_MS}ms"])
            yield
    except OperationalError as fault:
        if state_of(fault) in _TAKEN:
            raise SomebodyIsFaster from fault
        raise


@contextmanager
def _sqlite_hurries() -> Iterator[None]:
    """SQLite waits at the beginning, for whoever writes; within a transaction there is nothing left to wait for."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")


def _until(began: float):
    """Lets statements through until the time is over."""

    def ask(execute, sql, params, many, context):
        if time.monotonic() - began > MOST_SECONDS:
            raise TakesTooLong
        return execute(sql, params, many, context)

    return ask
