"""A worker that is at work beside the pages: a process of its own, given work before a page is asked for."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from background.models import OPEN, Job
from lab.sweeping import sweep_sessions

ROOT = Path(__file__).resolve().parent.parent
PIECES = 100
"""More than a worker does while one page is drawn."""
LONGEST = 120
"""Seconds that the pieces may take."""


class BesideWorker:
    """Ends its worker when the ``with`` ends."""

    def __enter__(self):
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        told = {"DATABASE_URL": database.geturl(), "DJANGO_SETTINGS_MODULE": "labsite.settings"}
        command = [sys.executable, "manage.py", "worker"]
        self._worker = subprocess.Popen(command, cwd=ROOT, env=os.environ | told, stderr=subprocess.DEVNULL)
        return self

    def __exit__(self, *_why) -> None:
        self._worker.terminate()
        self._worker.wait()

    def give_work(self) -> None:
        """Comes back when the worker has begun."""
        for _piece in range(PIECES):
            sweep_sessions.enqueue()
        self._wait_while(lambda: _pieces().count() == PIECES)

    def wait_until_idle(self) -> None:
        self._wait_while(lambda: _pieces().exists())

    def _wait_while(self, still: Callable[[], bool]) -> None:
        until = time.monotonic() + LONGEST
        while still():
            if self._worker.poll() is not None or time.monotonic() > until:
                raise ChildProcessError("the worker has ended, or does nothing")
            time.sleep(0.005)


def _pieces():
    """What is open of the work given here; what is done daily may wait for its hour."""
    return Job.objects.filter(state__in=OPEN, slot=None)
