"""Bytes out are bytes in. Invariants 42 to 44."""

import io
import os
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from documents.models import Attachment
from tests.documents.file_pages.sending import send_body, send_form
from tests.factories.background import work_off

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


def picture(kind="PNG", size=(600, 400)) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", size, (20, 120, 120)).save(drawn, kind)
    return drawn.getvalue()


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * 5_000_000)
    return packed.getvalue()


CONTENTS = {
    "page.html": b"<script>alert(1)</script>",
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "linked.svg": b'<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="file:///etc/passwd"/></svg>',
    "entity.xml": b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
    "script.pdf": b"%PDF-1.4 /OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
    "polyglot.png": picture() + b"<script>alert(1)</script>",
    "eicar.com": EICAR,
    "bomb.zip": bomb(),
    "one-byte": b"x",
    "programme": b"\x7fELF" + b"\0" * 100,
    ".htaccess": b"Options +ExecCGI",
    "scan.dcm": b"\0" * 128 + b"DICM",
    "scan.stl": b"solid scan\nendsolid",
    "table.csv": b"=cmd|' /C calc'!A0",
    "random.bin": os.urandom(200_000),
    "crlf.txt": b"a\r\nb\rc\n\x1a\0",
}


NAMES = {
    "../../etc/passwd": "passwd",
    "/etc/passwd": "passwd",
    "C:\\temp\\scan.stl": "scan.stl",
    "a\x00b.txt": "ab.txt",
    "a\r\nSet-Cookie: x=1.txt": "aSet-Cookie: x=1.txt",
    "n" * 296 + ".stl": "n" * 251 + ".stl",
    "я" * 127 + ".txt": "я" * 127 + ".txt",
    "cafe\u0301.txt": "café.txt",
    "invoice\u202egnp.exe": "invoicegnp.exe",
    "...": "file",
    "con": "con",
    'quo"te;semi.txt': 'quo"te;semi.txt',
    "picture.png.html": "picture.png.html",
    "   ": "file",
    "<img src=x onerror=alert(1)>.png": "<img src=x onerror=alert(1)>.png",
}


def bytes_of(answer) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("name", CONTENTS)
def test_bytes_out_are_bytes_in_and_never_shown_in_place(client, order, name):
    assert send_body(client, order, CONTENTS[name], name).status_code == 200
    kept = Attachment.objects.get()
    answer = client.get(reverse("documents:file", args=[kept.pk]))
    assert bytes_of(answer) == CONTENTS[name]
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert {key: answer[key] for key in HEADERS} == HEADERS


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("way", ["body", "form"])
def test_a_name_is_only_ever_shown(client, order, name, way, settings):
    if way == "body":
        answer = send_body(client, order, b"content", name)
    else:
        upload = SimpleUploadedFile("x", b"content")
        upload._name = name
        answer = send_form(client, f"order={order.number}", upload)
    if way == "form" and answer.status_code == 422:
        assert answer.json()["error"]  # the browser sent a form without a file, as Django reads it
        return
    kept = Attachment.objects.get()
    assert answer.status_code == 200
    assert "<img src=x" not in answer.json()["html"].replace('<img src="', "")
    assert not set(kept.key) - set("0123456789abcdef/")
    if way == "body":
        assert kept.name == NAMES[name]
    download = client.get(reverse("documents:file", args=[kept.pk]))
    assert "\r" not in download["Content-Disposition"]
    assert "\u202e" not in download["Content-Disposition"]
    assert bytes_of(download) == b"content"


def test_a_picture_gets_a_thumbnail_drawn_anew(client, order):
    send_body(client, order, CONTENTS["polyglot.png"], "photo.png")
    work_off()
    kept = Attachment.objects.get()
    answer = client.get(reverse("documents:thumbnail", args=[kept.pk]))
    assert answer["Content-Type"] == "image/webp"
    assert b"<script>" not in answer.content
    assert {key: answer[key] for key in HEADERS} == HEADERS
    with Image.open(io.BytesIO(answer.content)) as small:
        assert max(small.size) <= 320


def test_what_is_no_picture_has_no_thumbnail(client, order):
    send_body(client, order, CONTENTS["drawing.svg"], "drawing.svg")
    kept = Attachment.objects.get()
    assert client.get(reverse("documents:thumbnail", args=[kept.pk])).status_code == 404


def test_every_address_with_bytes_of_a_person_has_the_closed_headers(client, order):
    """Invariant 44: a crawl over all addresses of files; the only answers with foreign bytes are closed."""
    send_body(client, order, picture(), "photo.png")
    work_off()
    kept = Attachment.objects.get()
    for name in ("file", "thumbnail"):
        answer = client.get(reverse(f"documents:{name}", args=[kept.pk]))
        assert {key: answer.headers.get(key) for key in HEADERS} == HEADERS, name
    for guess in (
        f"/media/{kept.key}",
        f"/files/{kept.key}",
        f"/static/{kept.key}",
        f"/documents/files/{kept.key}",
    ):
        assert client.get(guess).status_code == 404
