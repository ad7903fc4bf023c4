"""Debian's nginx with the site that deploy/ holds, as a process of our own, and how it is spoken to."""

import os
import re
import socket
import ssl
import subprocess
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.serving.sockets import (
    ROOT,
    answer_on,
    plug,
)

SITE = ROOT / "deploy/nginx/labsite.conf"
SLOW = 40


@contextmanager
def nginx(folder: Path, behind: int):
    """nginx of our own with the site of deploy/, on a free port, its places inside the folder; gives that port."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=lab.example",
         "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    port = free_port()
    site = SITE.read_text()
    for written, ours in (
        (r"listen 80;\n\s+listen \[::\]:80;", f"listen 127.0.0.1:{free_port()};"),
        (r"listen 443 ssl http2;\n\s+listen \[::\]:443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;"),
        (r"server 127\.0\.0\.1:8000;", f"server 127.0.0.1:{behind};"),
        (r"/etc/ssl/labsite", str(folder)),
        (r"/var/log/nginx", str(folder)),
    ):
        site, found = re.subn(written, ours, site)
        assert found, written
    (folder / "site.conf").write_text(site)
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off;\nworker_processes 1;\npid {folder}/pid;\nevents {{}}\n"
        f"http {{\n{places}include {folder}/site.conf;\n}}\n" + ("user root;\n" if os.getuid() == 0 else "")
    )
    started = subprocess.Popen(
        ["/usr/sbin/nginx", "-p", folder, "-e", folder / "error.log", "-c", folder / "nginx.conf"],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        for _time in range(100):
            assert started.poll() is None, started.stderr.read()
            try:
                plug(port).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        yield port
    finally:
        started.terminate()
        started.wait(20)
        started.stderr.close()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def secure(port: int, sent: bytes, timeout: float = 10) -> ssl.SSLSocket:
    trusting = ssl._create_unverified_context()
    client = trusting.wrap_socket(plug(port, timeout=timeout))
    client.sendall(sent)
    return client


def ask_securely(port: int, path: str = "/healthz", headers: str = "") -> bytes:
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{headers}\r\n"
    with secure(port, head.encode()) as client:
        return answer_on(client)


@contextmanager
def slow_tls(port: int, sent: bytes):
    with ExitStack() as stack:
        for _one in range(SLOW):
            stack.enter_context(secure(port, sent))
        yield
