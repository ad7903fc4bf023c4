"""A worker beside the web processes: neither lives without the other, and signals reach the command."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.background.nursery import ROOT, environment

pytestmark = pytest.mark.django_db


@pytest.fixture
def beside(data):
    """``beside("sleep", "60")``: the command with a worker, in a group of their own; ended with the test."""
    begun = []

    def run(*command, **told):
        env = environment(data) | told
        begun.append(
            subprocess.Popen(["bin/with-worker", *command], cwd=ROOT, env=env, start_new_session=True)
        )
        return begun[-1]

    yield run
    for process in begun:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def workers_of(main: int) -> list[int]:
    """Processes that were told to work beside ``main``."""
    told = b"\0worker\0--beside\0%d\0" % main
    return [int(one.name) for one in Path("/proc").glob("[0-9]*") if told in _command(one)]


def _command(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


def wait_for(true) -> bool:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_when_the_command_ends_its_worker_ends(beside, how):
    main = beside("sleep", "60")
    assert wait_for(lambda: workers_of(main.pid))
    main.send_signal(how)
    assert main.wait(timeout=10) == -how
    assert wait_for(lambda: not workers_of(main.pid))


def test_when_the_worker_is_killed_the_command_ends(beside):
    main = beside("sleep", "60")
    assert wait_for(lambda: workers_of(main.pid))
    os.kill(workers_of(main.pid)[0], signal.SIGKILL)
    assert main.wait(timeout=10) == -signal.SIGTERM


def test_an_installation_with_workers_of_its_own_starts_none_here(beside):
    main = beside("sleep", "1", LABSITE_WORKER="0")
    time.sleep(0.5)
    assert workers_of(main.pid) == []
    assert main.wait(timeout=10) == 0
