"""The product as a server runs it: bin/serve alone, and behind Debian's nginx with the site that deploy/ holds."""

import os
import re
import shutil
import sqlite3
import stat
import subprocess
import time
from pathlib import Path

import pytest

from tests.serving.nginx import SLOW, ask_securely, nginx, secure, slow_tls
from tests.serving.sockets import (
    GUNICORN,
    ROOT,
    answer_on,
    ask,
    p95,
    running,
    seconds_until_closed,
    slow_senders,
)

PYTHON = str(ROOT / ".venv/bin/python")
SESSION = """
from django.test import Client
from lab.models import Employee
client = Client()
client.force_login(
    Employee.objects.create_user("anna", "x", name="Anna", roles=["manager"]),
    backend="django.contrib.auth.backends.ModelBackend",
)
print("SESSION", client.cookies["sessionid"].value)
"""
HALF_A_HEAD = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
HALF_A_FORM = b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3000\r\n\r\nusername="
UPLOAD = b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n%bContent-Length: %d\r\n\r\n"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The environment of an installation on SQLite, made by bin/manage, and the session of somebody in it."""
    environment = {
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
        "ALLOWED_HOSTS": "127.0.0.1",
        "LABSITE_INSECURE_HTTP": "1",
        "LABSITE_WORKER": "0",
        "LABSITE_DATA": str(tmp_path_factory.mktemp("data")),
        "LABSITE_FREE_SPACE_FLOOR": "0",
        "LABSITE_TRUSTED_PROXIES": "1",
        "DJANGO_SETTINGS_MODULE": "labsite.settings",
    }
    whole = {name: said for name, said in os.environ.items() if name != "DATABASE_URL"} | environment

    def manage(*command):
        done = subprocess.run(
            ["bin/manage", *command], cwd=ROOT, env=whole, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    manage("migrate", "--verbosity", "0")
    said = manage("shell", "--no-imports", "-c", SESSION)
    return environment | {"DATABASE_URL": ""}, re.search(r"SESSION (\w+)", said)[1]


@pytest.fixture(scope="module")
def served(installed):
    environment, _session = installed
    with running(["bin/serve"], **environment) as (port, lines):
        yield port, lines


def test_bin_serve_answers(served):
    assert b" 200 " in ask(served[0])


def test_forty_slow_senders_do_not_slow_bin_serve_down(served):
    with slow_senders(served[0], HALF_A_HEAD, SLOW):
        assert p95(lambda: ask(served[0])) <= 0.5


def test_a_proxy_does_not_say_under_which_name_the_product_lives(served):
    assert (
        b" 200 "
        in ask(served[0], headers="SCRIPT_NAME: /elsewhere\r\nPATH_INFO: /login/\r\n").split(b"\r\n")[0]
    )


def test_the_servers_log_has_no_search_word_and_no_link_that_opens_something(served):
    port, lines = served
    ask(port, "/patients/?q=Schmidt")
    ask(port, "/set-password/MQ/abcdef-0123456789/")
    time.sleep(0.3)
    written = "".join(lines)
    assert '"GET /patients/" 302' in written
    assert "/set-password/MQ/…/" in written
    assert "Schmidt" not in written
    assert "0123456789" not in written


def test_nobody_else_on_the_machine_reads_what_is_written(installed, served):
    data = Path(installed[0]["LABSITE_DATA"])
    written = [path for path in data.rglob("*") if path.is_file()]
    assert data / "labsite.sqlite3" in written
    assert [path for path in written if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
    [serving] = {
        status.split("\nUmask:\t")[1].split("\n")[0]
        for path in Path("/proc").glob("[0-9]*")
        if f"LABSITE_DATA={data}" in _read(path / "environ") and (status := _read(path / "status"))
    }
    assert serving == "0077"


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


@pytest.mark.parametrize("unit", ["labsite-web.service", "labsite-worker.service"])
def test_a_unit_is_right_and_runs_what_is_there(unit, tmp_path):
    text = (ROOT / "deploy/systemd" / unit).read_text()
    command = re.search(r"^ExecStart=/opt/labsite/(\S+)", text, re.M)[1]
    assert os.access(ROOT / command, os.X_OK)
    for wall in ("UMask=0077", "NoNewPrivileges=yes", "ProtectSystem=strict", "User=labsite"):
        assert f"\n{wall}\n" in text
    if shutil.which("systemd-analyze"):
        (tmp_path / unit).write_text(text.replace("/opt/labsite", str(ROOT)))
        done = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(tmp_path / unit)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert unit not in done.stderr, done.stderr


# --- behind nginx -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def proxied(served, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    with nginx(folder, served[0]) as port:
        yield port, folder


@pytest.mark.parametrize("sent", [HALF_A_HEAD, HALF_A_FORM])
def test_forty_slow_senders_slow_nobody_down_behind_nginx(proxied, sent):
    with slow_tls(proxied[0], sent):
        assert p95(lambda: ask_securely(proxied[0])) <= 0.5


def test_forty_who_never_shake_hands_slow_nobody_down(proxied):
    with slow_senders(proxied[0], b"", SLOW):
        assert p95(lambda: ask_securely(proxied[0])) <= 0.5


def test_nginx_alone_protects_threads_that_would_be_stopped_without_it(installed, tmp_path):
    """The control: gunicorn's own threads behind the same site, and the same senders past it."""
    plain = [*GUNICORN, "--worker-class", "gthread", "labsite.wsgi"]
    with running(plain, **installed[0] | {"WORKERS": "1"}) as (bare, _lines), nginx(tmp_path, bare) as port:
        with slow_tls(port, HALF_A_HEAD):
            assert p95(lambda: ask_securely(port)) <= 0.5
        with slow_senders(bare, HALF_A_HEAD, SLOW):
            time.sleep(0.3)
            with pytest.raises(TimeoutError):
                ask(bare, timeout=2)


def test_who_sends_half_a_head_is_cut_off(proxied):
    with secure(proxied[0], HALF_A_HEAD, timeout=20) as client:
        assert seconds_until_closed(client, 20) < 15


def test_of_a_strangers_file_nginx_keeps_nothing(proxied):
    port, folder = proxied
    head = UPLOAD % (b"/documents/upload/?tray=" + b"1" * 32, b"", 2 * 1024**3)
    with secure(port, head + b"x" * 500_000) as client:
        assert b" 403 " in client.recv(1000)
        assert [path for path in (folder / "client_body").rglob("*") if path.is_file()] == []


def test_the_file_of_somebody_who_logged_in_passes(proxied, installed):
    token = "t" * 32
    headers = (
        f"Cookie: sessionid={installed[1]}; csrftoken={token}\r\nX-CSRFToken: {token}\r\n"
        "Referer: https://127.0.0.1/\r\nContent-Type: application/octet-stream\r\nX-File-Name: scan.stl\r\n"
    )
    head = UPLOAD % (b"/documents/upload/?tray=" + b"1" * 32, headers.encode(), 6_000_000)
    with secure(proxied[0], head + b"x" * 6_000_000, timeout=30) as client:
        answer = answer_on(client)
    assert b" 200 " in answer.split(b"\r\n")[0], answer
    assert b"scan.stl" in answer


def test_elsewhere_a_large_body_is_refused_by_its_length(proxied):
    with secure(proxied[0], UPLOAD % (b"/login/", b"", 6_000_000)) as client:
        assert b" 413 " in client.recv(1000)


def test_the_log_of_nginx_has_no_search_word_and_no_link_that_opens_something(proxied):
    port, folder = proxied
    ask_securely(port, "/patients/?q=Schmidt")
    ask_securely(port, "/set%2Dpassword/MQ/abcdef-0123456789/")
    time.sleep(0.3)
    written = (folder / "labsite.access.log").read_text() + (folder / "labsite.error.log").read_text()
    assert '"GET /patients/" 302' in written
    assert "Schmidt" not in written
    assert "0123456789" not in written


def test_the_address_that_counts_is_the_one_that_nginx_saw(proxied, installed):
    form = b"username=nobody&password=wrong&csrfmiddlewaretoken=" + b"t" * 32
    headers = (
        b"Cookie: csrftoken="
        + b"t" * 32
        + b"\r\nReferer: https://127.0.0.1/\r\nX-Forwarded-For: 203.0.113.9\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n"
    )
    with secure(proxied[0], UPLOAD % (b"/login/", headers, len(form)) + form) as client:
        answer_on(client)
    with sqlite3.connect(f"{installed[0]['LABSITE_DATA']}/labsite.sqlite3") as books:
        rows = books.execute("SELECT ip_address FROM axes_accessattempt").fetchall()
    books.close()
    assert rows == [("127.0.0.1",)]
