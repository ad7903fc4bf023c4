"""Files over the wire: byte for byte or a refusal with a reason, and never anything that a browser would run."""

import errno
import io
import os
import uuid
import zipfile
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from common.storage import path_of
from documents.models import Attachment
from lab.once import new_token
from orders.models import Order
from orders.states import Status
from tests.factories.background import work_off
from tests.factories.documents import make_attachment, make_waiting
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db

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


@pytest.fixture
def client():
    return client_of(make_employee(roles=["technician"]))


@pytest.fixture
def order():
    return make_order()


def send_body(client, order, content: bytes, name="file.bin", **headers):
    return client.post(
        f"{reverse('documents:upload')}?order={order.number}",
        content,
        content_type="application/octet-stream",
        headers={"Accept": "application/json", "X-File-Name": quote(name), **headers},
    )


def send_form(client, where: str, *uploads, accept="application/json"):
    return client.post(
        f"{reverse('documents:upload')}?{where}", {"file": list(uploads)}, headers={"Accept": accept}
    )


def bytes_of(answer) -> bytes:
    return b"".join(answer.streaming_content)


# --- invariants 42 to 44 ----------------------------------------------------------------------------------


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


# --- refusals ---------------------------------------------------------------------------------------------


def refused(answer) -> str:
    assert answer.status_code == 422
    assert Attachment.objects.count() == 0
    return answer.json()["error"]


def test_an_empty_file_is_refused(client, order):
    assert "empty" in refused(send_body(client, order, b""))
    assert refused(send_form(client, f"order={order.number}", SimpleUploadedFile("a", b"")))


def test_a_file_over_the_limit_is_refused(client, order, settings):
    settings.LABSITE_MAX_FILE_BYTES = 1000
    assert "larger than" in refused(send_body(client, order, b"x" * 1001))
    assert "larger than" in refused(
        send_form(client, f"order={order.number}", SimpleUploadedFile("a", b"x" * 1001))
    )


def test_a_full_disk_is_a_sentence(client, order, settings):
    settings.LABSITE_FREE_SPACE_FLOOR = 10**18
    assert "no room" in refused(send_body(client, order, b"x"))


def test_a_disk_that_fills_up_while_writing_is_a_sentence_and_leaves_nothing(
    client, order, settings, monkeypatch
):
    def full(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("common.storage._write_all", full)
    assert "no room" in refused(send_body(client, order, b"x"))
    assert [name for _folder, _folders, names in os.walk(settings.LABSITE_FILES) for name in names] == []


def test_a_body_cut_short_is_refused(client, order):
    answer = client.generic(
        "POST",
        f"{reverse('documents:upload')}?order={order.number}",
        b"half",
        content_type="application/octet-stream",
        **{"CONTENT_LENGTH": "8", "wsgi.input": io.BytesIO(b"half")},
        headers={"Accept": "application/json"},
    )
    assert "did not arrive whole" in refused(answer)


@pytest.mark.parametrize("where", ["", "tray=", "tray=x", "tray=../../x", "order="])
def test_a_file_has_to_belong_somewhere(client, where):
    assert "where this file belongs" in refused(send_form(client, where, SimpleUploadedFile("a", b"x")))


def test_a_form_without_a_file_is_refused(client, order):
    assert refused(send_form(client, f"order={order.number}")) == "Choose a file first."


def test_a_closed_order_takes_no_file_and_says_why(client):
    order = make_order(status=Status.REALIZED)
    assert "“Realized”" in refused(send_body(client, order, b"x"))


def test_an_unknown_order_is_not_there(client, order):
    for number in ("nope", "\x00", order.number + "9"):
        assert client.post(reverse("documents:upload") + "?order=" + number, {}).status_code == 404


def test_uploading_is_a_post(client):
    assert client.get(reverse("documents:upload")).status_code == 302
    assert not Attachment.objects.exists()


# --- who sees what ----------------------------------------------------------------------------------------


def test_a_tray_is_its_owners_own(client, order):
    tray = uuid.uuid4()
    answer = send_form(client, f"tray={tray}", SimpleUploadedFile("mine.txt", b"mine"))
    kept = Attachment.objects.get()
    stranger = client_of(make_employee(roles=["administrator"]))
    assert "mine.txt" in answer.json()["html"]
    assert client.get(reverse("documents:file", args=[kept.pk])).status_code == 200
    for name in ("file", "thumbnail", "remove_file"):
        assert stranger.get(reverse(f"documents:{name}", args=[kept.pk])).status_code == 404
    assert stranger.post(reverse("documents:remove_file", args=[kept.pk])).status_code == 404


def test_a_file_leaves_the_tray_at_once(client):
    send_form(client, f"tray={uuid.uuid4()}", SimpleUploadedFile("mine.txt", b"mine"))
    kept = Attachment.objects.get()
    assert client.post(reverse("documents:remove_file", args=[kept.pk])).content == b""
    assert not Attachment.objects.current().exists()


def test_without_a_role_or_a_login_there_are_no_files(order):
    kept = make_attachment(order)
    nobody = client_of(make_employee(roles=()))
    for address in (
        reverse("documents:file", args=[kept.pk]),
        reverse("documents:remove_file", args=[kept.pk]),
    ):
        assert nobody.get(address).status_code == 403
    assert Client().get(reverse("documents:file", args=[kept.pk])).status_code == 302


def test_a_removed_file_is_gone(client, order):
    kept = make_attachment(order)
    address = reverse("documents:remove_file", args=[kept.pk])
    page = client.get(address)
    assert "Remove “file.txt” from order" in page.content.decode()
    sent = {"form_token": new_token(), "back": f"/orders/{order.number}/"}
    assert client.post(address, sent).url == f"/orders/{order.number}/"
    assert client.get(reverse("documents:file", args=[kept.pk])).status_code == 404


def test_removing_leads_only_to_our_own_pages(client, order):
    kept = make_attachment(order)
    sent = {"form_token": new_token(), "back": "https://elsewhere.example/"}
    assert client.post(reverse("documents:remove_file", args=[kept.pk]), sent).url == "/"


def test_a_refused_removal_says_why(client):
    order = make_order()
    kept = make_attachment(order)
    Attachment.objects.filter(pk=kept.pk).update(order=make_order(status=Status.REALIZED))
    answer = client.post(reverse("documents:remove_file", args=[kept.pk]), {"form_token": new_token()})
    assert answer.status_code == 422
    assert "can no longer be changed" in answer.content.decode()
    assert Attachment.objects.current().exists()


def test_a_missing_or_damaged_file_is_said(client, order):
    kept, other = make_attachment(order), make_attachment(order)
    path_of(kept.key).write_bytes(b"tampered")
    path_of(other.key).unlink()
    assert "damaged" in client.get(reverse("documents:file", args=[kept.pk])).content.decode()
    assert "missing" in client.get(reverse("documents:file", args=[other.pk])).content.decode()


def test_a_plain_form_goes_back_to_its_page_and_says_what_was_wrong(client, order):
    page = f"http://testserver/orders/{order.number}/"
    address = f"{reverse('documents:upload')}?order={order.number}"
    plain = {"Accept": "text/html,*/*", "Referer": page}
    files = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")]
    assert client.post(address, {"file": files}, headers=plain).url == page
    assert Attachment.objects.count() == 2
    assert client.post(address, {}, headers=plain).url == page
    assert Order.objects.get(pk=order.pk).version == order.version


def test_waiting_files_are_listed_for_their_owner_only():
    waiting = make_waiting()
    mine = Attachment.objects.waiting(waiting.tray, waiting.uploaded_by)
    assert list(mine) == [waiting]
    assert list(Attachment.objects.waiting(waiting.tray, make_employee())) == []
