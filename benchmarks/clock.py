"""What time is measured by: the clock on the wall, or on a busy machine the processor's time.

Processor time is that of this process and of those in the database that answer it. Waiting, for a turn or for a disk,
is no part of it, so it says little of a machine that has to read from its disk.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter, process_time

from django.db import connection

_NANOSECONDS = 1e-9
_now: Callable[[], float] = perf_counter


def now() -> float:
    """Seconds since some moment."""
    return _now()


@contextmanager
def by_processor_time() -> Iterator[None]:
    """Within. PostgreSQL alone, on this machine: one connection is kept, which is answered by one process."""
    global _now
    with _one_connection(), connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        file = os.open(f"/proc/{connection.connection.info.backend_pid}/schedstat", os.O_RDONLY)
        _now = lambda: process_time() + int(os.pread(file, 64, 0).split()[0]) * _NANOSECONDS  # noqa: E731
        try:
            yield
        finally:
            _now = perf_counter
            os.close(file)


@contextmanager
def _one_connection() -> Iterator[None]:
    """A pool would hand out now this, now that one."""
    told, before = connection.settings_dict, dict(connection.settings_dict)
    connection.close()
    connection.close_pool()
    told |= {
        "OPTIONS": {name: one for name, one in told["OPTIONS"].items() if name != "pool"},
        "CONN_MAX_AGE": None,
    }
    try:
        yield
    finally:
        connection.close()
        told |= before
