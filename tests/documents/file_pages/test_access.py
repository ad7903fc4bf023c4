"""Who sees and removes which files."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from common.storage import path_of
from documents.models import Attachment
from lab.once import new_token
from orders.models import Order
from orders.states import Status
from tests.documents.file_pages.sending import send_form
from tests.factories.documents import make_attachment, make_waiting
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_order

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


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
