"""Workers in processes of their own, on the database of the test, which can be killed at any moment."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
alive: list[subprocess.Popen] = []
"""Workers that were started; a fixture ends those that a failed test leaves behind."""


def environment(data: Path) -> dict[str, str]:
    """An installation's, on the database of the test: PostgreSQL's own, or the SQLite file in ``data``."""
    told = {
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
        "ALLOWED_HOSTS": "testserver,127.0.0.1",
        "LABSITE_INSECURE_HTTP": "1",
        "LABSITE_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "labsite.settings",
    }
    here = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | told
    if connection.vendor == "postgresql":
        server = urlsplit(os.environ["DATABASE_URL"])
        here["DATABASE_URL"] = server._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return here


def start(data: Path, *how: str) -> subprocess.Popen:
    """A worker of its own; what it says is kept in ``data``."""
    with open(data / "worker.log", "ab") as log:
        command = [sys.executable, "manage.py", "worker", *how]
        worker = subprocess.Popen(command, cwd=ROOT, env=environment(data), stdout=log, stderr=log)
    alive.append(worker)
    return worker


def end_all() -> None:
    while alive:
        worker = alive.pop()
        worker.kill()
        worker.wait()


def drain(data: Path) -> None:
    """A worker that does what is left."""
    worker = start(data, "--drain")
    assert worker.wait(timeout=120) == 0, (data / "worker.log").read_text()[-3000:]
