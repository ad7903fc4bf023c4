"""Which rows a transaction locks, in which sequence, and whether that is the sequence of the house (decision 0006)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection

SEQUENCE = (
    "lab_formtoken",
    "lab_benchscan",
    "billing_bankline",
    "orders_order",
    "documents_document",
    "stock_stockitem",
    "lab_employee",
    "customers_patient",
    "customers_counterparty",
    "common_counter",
)
"""Tables by when their rows are locked; within one, by id. Rows that are locked only by whoever holds one of these
already, as acts are by whoever holds their order, need no place."""

_LOCKS = re.compile(r'FROM "(\w+)".* FOR (?:NO KEY )?UPDATE', re.DOTALL)


@dataclass
class Recorder:
    """The locks of the transaction that runs; ``wrong`` are those of all transactions that came too late."""

    wrong: list[str] = field(default_factory=list)
    seen: list[tuple[str, int]] = field(default_factory=list)
    """Every lock of the sequence, whichever transaction took it."""
    _held: list[tuple[str, int]] = field(default_factory=list)
    _savepoints: list[tuple[str, int]] = field(default_factory=list)

    def note(self, execute, sql, params, many, context):
        """Wrapped around each statement."""
        if not connection.in_atomic_block:
            self._held, self._savepoints = [], []
        answer = execute(sql, params, many, context)
        if sql.startswith(("SAVEPOINT", "ROLLBACK TO", "RELEASE")):
            self._note_savepoint(sql)
        elif (found := _LOCKS.search(sql)) and found[1] in SEQUENCE:
            self._note_locks(found[1], sql, params)
        return answer

    def _note_savepoint(self, sql: str) -> None:
        name = sql.split()[-1]
        if sql.startswith("SAVEPOINT"):
            self._savepoints.append((name, len(self._held)))
            return
        place = [known for known, _held in self._savepoints].index(name)
        if sql.startswith("ROLLBACK"):
            del self._held[self._savepoints[place][1] :]
        else:
            del self._savepoints[place:]
            if (
                not self._savepoints
            ):  # what a test calls is over: its own transaction was the outermost savepoint
                self._held = []

    def _note_locks(self, table: str, sql: str, params) -> None:
        with connection.connection.cursor() as cursor:  # past Django, which would note it
            rows = cursor.execute(sql, params).fetchall()
        for row in rows:
            lock = (table, row[0])
            if lock in self._held:
                continue
            last = max(self._held, key=_rank, default=None)
            if last and _rank(lock) < _rank(last):
                self.wrong.append(f"{table} {row[0]} after {last[0]} {last[1]}")
            self._held.append(lock)
            self.seen.append(lock)


def _rank(lock: tuple[str, int]) -> tuple[int, int]:
    return SEQUENCE.index(lock[0]), lock[1]


@contextmanager
def locks_recorded() -> Iterator[Recorder]:
    """Within, the locks of this thread are noted; SQLite has none."""
    recorder = Recorder()
    with connection.execute_wrapper(recorder.note):
        yield recorder
