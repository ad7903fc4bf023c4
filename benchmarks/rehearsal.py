"""A step rehearsed: taken once and taken back, so that its statements can be sent once more, word for word.

The sequences are set back too: the ids that the rehearsal was given are then given again.
"""

from collections.abc import Callable
from typing import TypeVar
from unittest.mock import patch

from django.db import connection, transaction

from benchmarks.statements import Statement, recorded

T = TypeVar("T")


class _TakenBack(Exception):
    """Ends the rehearsal."""


def rehearsed(step: Callable[[], T]) -> tuple[T, list[Statement]]:
    """What the step answered, and its statements as it will send them when it is taken in earnest."""
    places = _sequences()
    try:
        # Between requests a server would drop a connection that is amid a transaction.
        kept = patch.object(connection, "close_if_unusable_or_obsolete")
        with kept, transaction.atomic():
            with recorded() as statements:
                answer = step()
            raise _TakenBack
    except _TakenBack:
        _set_back(places)
    return answer, _without_outer_savepoint(statements)


def _without_outer_savepoint(statements: list[Statement]) -> list[Statement]:
    """Inside the rehearsal the step's own transaction was a savepoint."""
    outer = next((s.sql.split()[-1] for s in statements if s.sql.startswith("SAVEPOINT")), None)
    return [s for s in statements if outer is None or s.sql.split()[-1] != outer]


def _sequences() -> list[tuple[str, int, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sequencename, COALESCE(last_value, start_value), last_value IS NOT NULL FROM pg_sequences"
        )
        return cursor.fetchall()


def _set_back(places: list[tuple[str, int, bool]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("SELECT setval(%s, %s, %s)", places)
