"""A disk that refuses, at whichever step: people read a sentence, the form keeps what they typed, nothing stays."""

import errno
import io
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.refusals import Refused
from common.storage import DiskFull, StoreClosed, store
from tests.attack.test_forged_forms import order_of
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_order

STEPS = {
    "making a folder": (Path, "mkdir"),
    "opening": (os, "open"),
    "asking for room": (shutil, "disk_usage"),
    "flushing": (os, "fsync"),
    "moving into place": (os, "replace"),
    "unlinking": (Path, "unlink"),
    "opening a nameless file": (tempfile, "TemporaryFile"),
}
FAULTS = {"read-only": errno.EROFS, "full": errno.ENOSPC, "quota": errno.EDQUOT, "worn out": errno.EIO}
BIG = b"x" * 300_000


@pytest.fixture
def broken(monkeypatch):
    """``broken(step, fault)``: from now on this step fails, and unlinking with it."""

    def breaks(step, fault):
        def fail(*args, **kwargs):
            raise OSError(FAULTS[fault], os.strerror(FAULTS[fault]))

        for place, name in {STEPS[step], STEPS["unlinking"]}:
            monkeypatch.setattr(place, name, fail)

    return breaks


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    "step", [step for step in STEPS if step not in ("unlinking", "opening a nameless file")]
)
def test_the_store_says_in_words_what_the_disk_refuses(broken, step, fault):
    broken(step, fault)
    with pytest.raises(DiskFull if fault in ("full", "quota") else StoreClosed):
        store(io.BytesIO(b"bytes"), max_bytes=100, free_floor=0)


@pytest.mark.parametrize("place", ["/proc/labsite", "/dev/null/labsite", "/dev/full/labsite"])
def test_a_place_that_is_no_folder_is_told_too(settings, place):
    settings.LABSITE_FILES = Path(place)
    with pytest.raises(Refused):
        store(io.BytesIO(b"bytes"), max_bytes=100, free_floor=0)


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["read-only", "full"])
@pytest.mark.parametrize("step", STEPS)
def test_a_form_with_a_file_comes_back_with_a_sentence(broken, step, fault):
    client = client_of(make_employee(roles=["manager"]))
    form = order_of(instructions="typed with care") | {"file": SimpleUploadedFile("scan.stl", BIG)}
    broken(step, fault)
    answer = client.post("/orders/new/", form)
    if step == "unlinking":  # of a file that was moved into its place
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    assert "typed with care" in answer.content.decode()
    assert ("no room for this file" if fault == "full" else "cannot be kept") in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["read-only", "full"])
@pytest.mark.parametrize(
    "step", [step for step in STEPS if step not in ("unlinking", "opening a nameless file")]
)
def test_a_file_alone_is_refused_with_a_sentence(broken, step, fault):
    client, order = client_of(make_employee(roles=["manager"])), make_order()
    broken(step, fault)
    answer = client.generic(
        "POST", f"/documents/upload/?order={order.number}", BIG, "application/octet-stream"
    )
    assert answer.status_code == 422
    assert answer.json()["error"]


def on_a_full_disk(**_asked):
    return open("/dev/full", "w+b")


@pytest.mark.django_db
def test_a_disk_that_fills_up_while_a_form_comes_in_is_told(monkeypatch):
    """The buffers of a nameless file are written late, at the end or even at its closing."""
    client = client_of(make_employee(roles=["manager"]))
    form = order_of(instructions="typed with care") | {"file": SimpleUploadedFile("scan.stl", BIG)}
    monkeypatch.setattr(tempfile, "TemporaryFile", on_a_full_disk)
    answer = client.post("/orders/new/", form)
    assert answer.status_code == 422
    assert "no room for this file" in answer.content.decode()


@pytest.mark.django_db
def test_a_whole_disk_takes_the_same_files(settings):
    """The control: without a fault each of these ways keeps its file."""
    client, order = client_of(make_employee(roles=["manager"])), make_order()
    client.generic("POST", f"/documents/upload/?order={order.number}", BIG, "application/octet-stream")
    client.post("/orders/new/", order_of() | {"file": SimpleUploadedFile("scan.stl", BIG)})
    assert len([path for path in settings.LABSITE_FILES.rglob("*") if path.is_file()]) == 2
