"""Clients of bare sockets, fast and slow, and servers of our own on free ports."""

import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).resolve().parents[2]
GUNICORN = [
    *(str(ROOT / ".venv/bin/gunicorn"), "--config", "deploy/gunicorn.py"),
    *(
        "--logger-class",
        "gunicorn.glogging.Logger",
    ),  # ours knows the addresses of the product, which is not here
]
LISTENS = re.compile(r"Listening at: http://127\.0\.0\.1:(\d+)")
STARTS_WITHIN = 60


@contextmanager
def running(command: list[str], **environment):
    """A gunicorn of our own: gives its port and the lines it has written so far; ended by its own pid."""
    environment = {**os.environ, "BIND": "127.0.0.1", "PORT": "0", "PYTHONUNBUFFERED": "1", **environment}
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    lines, listens = [], threading.Event()

    def take_down():
        for line in server.stdout:
            lines.append(line)
            if "Booting worker" in line:
                listens.set()
        listens.set()

    reader = threading.Thread(target=take_down, daemon=True)
    reader.start()
    try:
        assert listens.wait(STARTS_WITHIN), lines
        port = LISTENS.search("".join(lines))
        assert port, lines
        yield int(port[1]), lines
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        reader.join(10)
        server.stdout.close()


def plug(port: int, sent: bytes = b"", timeout: float = 10) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout)
    client.sendall(sent)
    return client


def answer_on(client: socket.socket) -> bytes:
    """Everything that comes until the other side closes."""
    got = b""
    while more := client.recv(65536):
        got += more
    return got


def answer_until(client: socket.socket, ending: bytes) -> bytes:
    """What comes up to this ending, on a connection that may stay open."""
    got = b""
    while not got.endswith(ending) and (more := client.recv(65536)):
        got += more
    return got


def ask(port: int, path: str = "/healthz", *, headers: str = "", timeout: float = 10) -> bytes:
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{headers}\r\n"
    with plug(port, head.encode(), timeout) as client:
        return answer_on(client)


def p95(ask_once: Callable[[], bytes], *, times: int = 20, rounds: int = 3) -> float:
    """Seconds within which nineteen of twenty answers came, in the best of a few rounds: a machine has other work
    too, but whoever is held up by slow senders is so in each round."""
    return min(_p95_of_a_round(ask_once, times) for _round in range(rounds))


def _p95_of_a_round(ask_once: Callable[[], bytes], times: int) -> float:
    took = []
    for _time in range(times):
        began = time.monotonic()
        assert b" 200 " in ask_once().split(b"\r\n")[0]
        took.append(time.monotonic() - began)
    return quantiles(took, n=20)[-1]


@contextmanager
def slow_senders(port: int, sent: bytes, count: int = 40):
    """So many connections that have sent this much and then say nothing."""
    with ExitStack() as stack:
        yield [stack.enter_context(plug(port, sent)) for _one in range(count)]


def seconds_until_closed(client: socket.socket, within: float) -> float:
    """How long the other side still listens to this client."""
    client.settimeout(within)
    began = time.monotonic()
    with suppress(ConnectionResetError):
        answer_on(client)
    return time.monotonic() - began


def seconds_of_trickling(client: socket.socket, within: float) -> float:
    """How long the other side takes one byte from time to time before it cuts the connection."""
    began = time.monotonic()
    with suppress(ConnectionError):
        while time.monotonic() - began < within:
            client.sendall(b"x")
            time.sleep(0.3)
    return time.monotonic() - began
