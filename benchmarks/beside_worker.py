"""A worker that is at work beside the pages: a process of its own, given work before a page is asked for."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from background.models import OPEN, Job
from lab.sweeping import sweep_sessions

ROOT = Path(__file__).resolve().parent.parent
PIECES = 100
"""More than a worker does while one page is drawn."""


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
        while Job.objects.filter(state__in=OPEN).count() == PIECES:
            self._wait()

    def wait_until_idle(self) -> None:
        while Job.objects.filter(state__in=OPEN).exists():
            self._wait()

    def _wait(self) -> None:
        if self._worker.poll() is not None:
            raise ChildProcessError("the worker has ended")
        time.sleep(0.005)
