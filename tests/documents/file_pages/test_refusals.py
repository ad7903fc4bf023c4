"""Files that are refused, in words."""

import errno
import io
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.models import Attachment
from orders.states import Status
from tests.documents.file_pages.sending import send_body, send_form
from tests.factories.orders import make_order

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


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
