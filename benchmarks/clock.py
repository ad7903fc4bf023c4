"""What time is measured by: the clock on the wall, or on a busy machine the processor's time.

Processor time is that of this process and of those in the database that answer it. Waiting, for a turn or for a disk,
is no part of it, so it says little of a machine that has to read from its disk.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter, process_time

from django.db import connection

_NANOSECONDS = 1e-9
_now: Callable[[], float] = perf_counter


def now() -> float:
    """Seconds since some moment."""
    return _now()


def by_processor_time() -> None:
    """From here on. PostgreSQL alone, on this machine; it answers each statement by one process."""
    global _now
    with connection.cursor() as cursor:
        name = connection.settings_dict["NAME"]
        cursor.execute(f"ALTER DATABASE {name} SET max_parallel_workers_per_gather = 0")
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    _now = _Answering().spent


class _Answering:
    """The processes of the database that have answered this one, and what each has spent since it was first seen."""

    def __init__(self):
        self._files: dict[int, int] = {}
        self._spent: dict[int, float] = {}
        self._before: dict[int, float] = {}

    def spent(self) -> float:
        if connection.connection is not None:
            self._see(connection.connection.info.backend_pid)
        for pid, file in self._files.items():
            with suppress(ProcessLookupError):  # one that is gone has spent what it had
                self._spent[pid] = _seconds(file)
        return process_time() + sum(self._spent.values()) - sum(self._before.values())

    def _see(self, pid: int) -> None:
        if pid not in self._files:
            self._files[pid] = os.open(f"/proc/{pid}/schedstat", os.O_RDONLY)
            self._before[pid] = _seconds(self._files[pid])


def _seconds(file: int) -> float:
    return int(os.pread(file, 64, 0).split()[0]) * _NANOSECONDS


def by_the_wall() -> None:
    global _now
    _now = perf_counter
