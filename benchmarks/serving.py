"""Cases of the real server: started as ``bin/serve`` starts it, asked by clients in a process of their own."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import connection
from django.urls import reverse

from benchmarks import same_bytes
from benchmarks.measuring import Case

ROOT = Path(__file__).resolve().parent.parent
CLIENTS, SECONDS, PROCESSES, RUNS = 16, 6, 2, 5
AIM = 2.5
"""Seconds a request, of those of the bare view: 0.4 of its throughput."""
LONGEST_START = 60


class Served:
    """The server, without the worker for background work, from the beginning of the ``with`` until its end."""

    def __init__(self, bench, processes: int = PROCESSES, content: bytes = b""):
        self._bench, self._processes, self._content = bench, processes, content

    def __enter__(self):
        self._file = NamedTemporaryFile()
        self._file.write(self._content)
        self._file.flush()
        self.port = _free_port()
        self._server = subprocess.Popen(
            [str(ROOT / "bin/serve")], cwd=ROOT, env=os.environ | self._told(), stdout=subprocess.DEVNULL
        )
        self._wait()
        return self

    def __exit__(self, *_why) -> None:
        self._server.terminate()
        self._server.wait()
        self._file.close()

    def ask(self, addresses: list[str], clients: int = CLIENTS, **until: int) -> tuple[int, float]:
        """How many answers came within how many seconds; ``until`` says how many ``seconds`` or ``requests``."""
        asked = {
            "port": self.port,
            "cookie": self._bench.browser.cookies,
            "addresses": addresses,
            "clients": clients,
        }
        told = subprocess.run(
            [sys.executable, "-m", "benchmarks.clients"],
            cwd=ROOT,
            input=json.dumps(asked | until),
            capture_output=True,
            text=True,
            check=True,
        )
        said = json.loads(told.stdout)
        if said["wrong"]:
            raise ConnectionError(f"not answered as it should be: {said['wrong']}")
        return said["answered"], said["seconds"]

    def processes(self) -> list[int]:
        """The ids of those that answer."""
        server = self._server.pid
        return [int(pid) for pid in Path(f"/proc/{server}/task/{server}/children").read_text().split()]

    def _told(self) -> dict[str, str]:
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        return {
            "DATABASE_URL": database.geturl(),
            "DJANGO_SETTINGS_MODULE": "benchmarks.served_settings",
            "SECRET_KEY": settings.SECRET_KEY,
            "ALLOWED_HOSTS": "127.0.0.1",
            "LABSITE_INSECURE_HTTP": "1",
            "LABSITE_DATA": str(settings.LABSITE_DATA),
            "LABSITE_WORKER": "0",
            "BIND": "127.0.0.1",
            "PORT": str(self.port),
            "WORKERS": str(self._processes),
            same_bytes.FILE: self._file.name,
        }

    def _wait(self) -> None:
        until = time.monotonic() + LONGEST_START
        while time.monotonic() < until and self._server.poll() is None:
            if self._is_well():
                return
            time.sleep(0.1)
        self._server.kill()
        raise ChildProcessError("the server does not answer")

    def _is_well(self) -> bool:
        with suppress(OSError, HTTPException), closing(HTTPConnection("127.0.0.1", self.port, 5)) as asking:
            asking.request("GET", "/healthz")
            return asking.getresponse().status == 200
        return False


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def many_clients(bench, name: str) -> Case:
    """The list of orders for many at once, against the same bytes; what is printed is the time for each request."""
    address = f"{reverse('workflow:order_list')}?{urlencode({'status': 'all'})}"
    served = bench.resources.enter_context(Served(bench, content=bench.get(address).body))
    each: dict[str, list[float]] = {address: [], same_bytes.ADDRESS: []}

    def ask(asked: str) -> float:
        answered, seconds = served.ask([asked], seconds=SECONDS)
        each[asked].append(answered / seconds)
        return seconds / answered

    def note() -> str:
        page, bare = (sorted(found)[len(found) // 2] for found in each.values())
        return f"{page:.0f} requests a second, the bare view {bare:.0f}: {page / bare:.2f} of it (≥ 0.4)"

    return Case(
        name,
        AIM,
        RUNS,
        page=lambda: ask(address),
        floor=lambda: ask(same_bytes.ADDRESS),
        look=list,
        warm_up=1,
        note=note,
    )
