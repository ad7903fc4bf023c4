"""A PostgreSQL that hangs, stopped in the middle of its life: people are told within seconds, not kept waiting."""

import os
import signal
import subprocess
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from labsite import databases
from tests.migrated_once import copy_into
from tests.serving.sockets import GUNICORN, ROOT, ask, running

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def frozen_at_will():
    """A server of our own: gives its DATABASE_URL and a context in which it is frozen."""
    own = subprocess.Popen(["bin/postgres"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        url = own.stdout.readline().strip().removeprefix("DATABASE_URL=")
        assert url.startswith("postgres://"), url
        folder = url.partition("host=")[2]
        yield url, lambda: frozen(int(Path(folder, "data/postmaster.pid").read_text().split()[0]))
    finally:
        own.terminate()
        own.wait(30)
        own.stdout.close()


@contextmanager
def frozen(postmaster: int):
    """The server and all its processes do nothing at all; the first to stop is the one that starts new ones."""
    stopped = [postmaster]
    os.kill(postmaster, signal.SIGSTOP)
    while _state(postmaster) != "T":
        time.sleep(0.01)
    try:
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for pid in map(int, children):
            os.kill(pid, signal.SIGSTOP)
            stopped.append(pid)
        yield
    finally:
        for pid in reversed(stopped):
            os.kill(pid, signal.SIGCONT)


def _state(pid: int) -> str:
    """``T`` of a process that is stopped: a signal takes its time to arrive."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


@pytest.fixture(scope="module")
def served(frozen_at_will, django_db_setup, tmp_path_factory):
    """The product on that server, with two connections in its hand; without assets, which no page here needs."""
    url, freeze = frozen_at_will
    environment = {
        "DATABASE_URL": url,
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
        "ALLOWED_HOSTS": "127.0.0.1",
        "LABSITE_INSECURE_HTTP": "1",
        "LABSITE_DATA": str(tmp_path_factory.mktemp("data")),
        "DJANGO_SETTINGS_MODULE": "labsite.settings",
    }
    copy_into(url)
    with running([*GUNICORN, "labsite.wsgi"], WORKERS="1", **environment) as (port, lines):
        assert b" 200 " in ask(port, timeout=30), lines
        yield port, freeze


def answered(port: int, path: str) -> tuple[int, float]:
    """Status and seconds, for somebody who has logged in once."""
    began = time.monotonic()
    cookie = "Cookie: sessionid=abcdefabcdefabcdefabcdefabcdef12\r\n"
    head = ask(port, path, headers=cookie, timeout=15).split(b"\r\n")[0]
    return int(head.split()[1]), time.monotonic() - began


@pytest.mark.parametrize("path", ["/healthz", "/orders/"])
def test_a_frozen_database_is_told_within_four_seconds(served, path):
    port, freeze = served
    with freeze():
        answers = [answered(port, path) for _time in range(2)]
    assert [status for status, _seconds in answers] == [503, 503]
    assert min(seconds for _status, seconds in answers) < 4


def test_ten_people_at_once_are_told_too_and_work_goes_on_by_itself(served):
    port, freeze = served
    answers = []
    with freeze():
        people = [
            threading.Thread(target=lambda: answers.append(answered(port, "/healthz"))) for _one in range(10)
        ]
        for person in people:
            person.start()
        for person in people:
            person.join()
    assert {status for status, _seconds in answers} == {503}
    assert (
        max(seconds for _status, seconds in answers) < 8
    )  # eight threads: two of the ten stand behind another
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if answered(port, "/healthz")[0] == 200:
            return
        time.sleep(0.5)
    pytest.fail("it did not come back")


def test_the_bare_connection_would_wait(frozen_at_will):
    """The control: the same question, asked by a connection without a deadline, is not answered."""
    url, freeze = frozen_at_will
    plain = psycopg.connect(url, autocommit=True)
    ours = databases.AnsweringConnection.connect(url, autocommit=True)
    asking = threading.Thread(target=plain.execute, args=("",), daemon=True)
    with freeze():
        asking.start()
        with pytest.raises(psycopg.OperationalError):
            ours.execute("")
        asking.join(2)
        assert asking.is_alive()
    asking.join(10)
    plain.close()
    assert ours.closed
