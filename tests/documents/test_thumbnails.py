"""Thumbnails come by themselves after the file has: none is drawn while a person waits, and none is forgotten."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from background.models import Job
from documents import thumbnails
from documents.files import attach_file, copy_files
from documents.models import Attachment
from documents.thumbnails import LOOKED_FOR
from tests.factories.background import work_off
from tests.factories.documents import keep
from tests.factories.lab import client_of, make_cause, make_employee
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db


def picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(drawn, "PNG")
    return drawn.getvalue()


@pytest.fixture
def order():
    return make_order()


@pytest.fixture
def file(order):
    return attach_file(order.pk, None, keep(picture()), "shade.png", make_cause(), is_picture=True)


def state_of(file) -> str:
    client = client_of(make_employee(roles=["technician"]))
    return client.get(reverse("documents:thumbnail_state", args=[file.pk])).content.decode()


def test_no_picture_is_drawn_while_the_person_waits(order, monkeypatch):
    drawn = []
    monkeypatch.setattr(thumbnails, "thumbnail_of", lambda file: drawn.append(file) or b"small")
    client = client_of(make_employee(roles=["technician"]))
    address = f"{reverse('documents:upload')}?order={order.number}"
    for _upload in range(12):
        headers = {"Accept": "application/json", "X-File-Name": "x.png"}
        answer = client.post(address, picture(), content_type="application/octet-stream", headers=headers)
        assert "thumbnail/state/" in answer.json()["html"]
    assert drawn == []
    assert work_off() == 12
    assert len(drawn) == 12


def test_the_place_of_a_thumbnail_turns_into_the_picture(file):
    assert "hx-get" in state_of(file)
    work_off()
    assert "<img" in state_of(file)
    assert "hx-get" not in state_of(file)


def test_a_page_does_not_look_for_ever(file):
    Attachment.objects.update(uploaded_at=timezone.now() - LOOKED_FOR)
    assert "hx-get" not in state_of(file)


def test_a_copy_made_before_the_thumbnail_came_gets_one_too(order, file):
    copy_files(order, make_order(), make_employee(), timezone.now())
    work_off()
    assert [bool(each.thumbnail) for each in Attachment.objects.all()] == [True, True]
    assert not Attachment.objects.filter(thumbnail_due=True).exists()


def test_a_copy_made_afterwards_asks_for_nothing(order, file):
    work_off()
    (copy,) = copy_files(order, make_order(), make_employee(), timezone.now())
    assert copy.thumbnail
    assert Job.objects.count() == 1


def test_drawing_it_again_changes_nothing(file, monkeypatch):
    work_off()
    monkeypatch.setattr(thumbnails, "thumbnail_of", lambda file: pytest.fail("it was drawn twice"))
    thumbnails.draw_thumbnail.call(None, file.pk)


def test_a_file_whose_bytes_are_gone_has_none_and_nobody_asks_again(file):
    from common.storage import path_of

    path_of(file.key).unlink()
    work_off()
    file.refresh_from_db()
    assert (file.thumbnail, file.thumbnail_due) == (None, False)
