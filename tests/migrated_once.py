"""A database that has been through all migrations, kept for the next test worker or run that asks for the same one.

The migrations themselves are proven by ``tests/releases`` and by whoever comes first: the copy is found by the hash of
everything that can decide what they make. Without PostgreSQL's own programs each worker migrates as ever.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from unittest.mock import patch

from django.conf import settings
from django.core import management
from django.db import connections

ABOVE_MODELS = {"workflow", "demo", "verification", "benchmarks", "tests"}
"""Folders that no migration can reach: the layers forbid it (pyproject.toml)."""
KEPT = Path(tempfile.gettempdir()) / f"labsite-migrated-{os.getuid()}"
OUTDATED_AFTER = 24 * 60 * 60
QUIETLY = ("-q", "-o", os.devnull, "-v", "ON_ERROR_STOP=1")
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@contextmanager
def migrated_once() -> Iterator[None]:
    """While it lasts, ``migrate`` on a new database takes the copy that is kept, or leaves one."""
    call = management.call_command

    def from_copy(command, *args, **options):
        if command != "migrate":
            return call(command, *args, **options)
        return _take(connections[options["database"]], lambda: call(command, *args, **options))

    with patch.object(management, "call_command", from_copy):
        yield


def copy_into(url: str) -> None:
    """Into the new and empty PostgreSQL of a test that needs one of its own."""
    _run("psql", "-d", url, *QUIETLY, "-f", str(KEPT / f"postgresql-{_fingerprint()}"))


def _take(connection, migrate: Callable[[], None]) -> None:
    keeping = {"sqlite": _Sqlite, "postgresql": _PostgreSQL}[connection.vendor](connection)
    is_made_without = not isinstance(settings.MIGRATION_MODULES, dict)  # pytest --no-migrations
    if is_made_without or not keeping.is_possible:
        return migrate()
    KEPT.mkdir(mode=0o700, exist_ok=True)
    copy = KEPT / f"{connection.vendor}-{_fingerprint()}"
    with open(KEPT / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not copy.exists():
            migrate()
            fresh = copy.with_suffix(f".{os.getpid()}")
            keeping.save(fresh)
            fresh.replace(copy)
            _forget_outdated()
            return None
    keeping.restore(copy)
    return os.utime(copy)


def _fingerprint() -> str:
    root, found = settings.BASE_DIR, hashlib.sha256()
    for app in sorted(path.parent for path in root.glob("*/__init__.py")):
        if app.name in ABOVE_MODELS:
            continue
        for path in sorted(app.rglob("*.py")):
            found.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    found.update((root / "requirements.lock").read_bytes())
    return found.hexdigest()[:24]


def _forget_outdated() -> None:
    for path in KEPT.iterdir():
        if path.stat().st_mtime < time.time() - OUTDATED_AFTER and path.name != "lock":
            path.unlink()


def _run(program: str, *words: str, **more: str) -> None:
    subprocess.run([PROGRAMS[-1] / program, *words], check=True, env=os.environ | more)


class _Sqlite:
    is_possible = True

    def __init__(self, connection):
        connection.ensure_connection()
        self.own = connection.connection

    def save(self, path: Path) -> None:
        with closing(sqlite3.connect(path)) as copy:
            self.own.backup(copy)

    def restore(self, path: Path) -> None:
        with closing(sqlite3.connect(path)) as copy:
            copy.backup(self.own)


class _PostgreSQL:
    is_possible = bool(PROGRAMS)

    def __init__(self, connection):
        said = connection.get_connection_params()
        named = {"-h": said.get("host"), "-p": said.get("port"), "-U": said.get("user"), "-d": said["dbname"]}
        self.where = [str(word) for name, value in named.items() if value for word in (name, value)]
        self.secret = {"PGPASSWORD": said["password"]} if said.get("password") else {}

    def save(self, path: Path) -> None:
        _run("pg_dump", *self.where, "--no-owner", "-f", str(path), **self.secret)

    def restore(self, path: Path) -> None:
        _run("psql", *self.where, *QUIETLY, "-f", str(path), **self.secret)
