"""The statements that a request sends to the database: recorded with their parameters, and sent again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from benchmarks import clock


@dataclass(frozen=True)
class Statement:
    """One statement as Django handed it to the driver, and how long its answer took."""

    sql: str
    params: object
    many: bool
    seconds: float


@contextmanager
def recorded() -> Iterator[list[Statement]]:
    """Within, every statement of this thread is noted down."""
    found: list[Statement] = []

    def note(execute, sql, params, many, context):
        started = clock.now()
        try:
            return execute(sql, params, many, context)
        finally:
            found.append(Statement(sql, params, many, clock.now() - started))

    with connection.execute_wrapper(note):
        yield found


def without(statements: list[Statement], others: list[Statement]) -> list[Statement]:
    """The statements less those that others have too: each of the others takes away one."""
    taken, left = Counter(other.sql for other in others), []
    for statement in statements:
        if taken[statement.sql]:
            taken[statement.sql] -= 1
        else:
            left.append(statement)
    return left


def send(statements: Iterable[Statement]) -> None:
    """Send them again and fetch what they answer."""
    with connection.cursor() as cursor:
        for statement in statements:
            if statement.many:
                cursor.executemany(statement.sql, statement.params)
            else:
                cursor.execute(statement.sql, statement.params)
            if cursor.description:
                cursor.fetchall()


def seconds_of(work: Callable[[], object]) -> list[float]:
    """How long each statement of the work took."""
    with recorded() as statements:
        work()
    return [statement.seconds for statement in statements]
