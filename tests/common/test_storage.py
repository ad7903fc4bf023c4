"""The private store: byte for byte, durable before it is named, nothing left behind when refused."""

import io
import os
from datetime import UTC, datetime, timedelta

import pytest

from common import storage
from common.file_names import safe_display_name
from common.storage import DiskFull, EmptyFile, FileDamaged, FileMissing, FileTooLarge, store

LIMITS = {"max_bytes": 10_000_000, "free_floor": 0}


def left_behind(settings):
    return [path for path in settings.LABSITE_FILES.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "content", [b"x", b"\0" * 70_000, bytes(range(256)) * 4096, b"<svg onload=alert(1)>"]
)
def test_bytes_out_are_bytes_in(content):
    kept = store(io.BytesIO(content), **LIMITS)
    assert storage.open_stored(kept.key).read() == content
    storage.verify_stored(kept.key, kept.size, kept.sha256)


def test_the_place_has_no_character_of_the_sender(settings):
    kept = store(io.BytesIO(b"x"), **LIMITS)
    place = storage.path_of(kept.key)
    assert place.suffix == ""
    assert len(place.relative_to(settings.LABSITE_FILES / "kept").parts) == 3


def test_an_empty_file_is_refused_and_leaves_nothing(settings):
    with pytest.raises(EmptyFile):
        store(io.BytesIO(b""), **LIMITS)
    assert left_behind(settings) == []


def test_a_file_that_grows_too_large_is_refused_and_leaves_nothing(settings):
    with pytest.raises(FileTooLarge):
        store(io.BytesIO(b"x" * 2000), max_bytes=1000, free_floor=0)
    assert left_behind(settings) == []


def test_a_disk_without_room_is_refused_and_leaves_nothing(settings):
    with pytest.raises(DiskFull):
        store(io.BytesIO(b"x"), max_bytes=1000, free_floor=10**18)
    assert left_behind(settings) == []


def test_a_disk_that_fills_up_while_writing_is_refused_and_leaves_nothing(settings, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(DiskFull):
        store(io.BytesIO(b"x"), **LIMITS)
    assert left_behind(settings) == []


def test_the_file_is_synced_before_it_gets_its_place_and_the_folder_after(monkeypatch):
    did = []
    for name in ("fsync", "replace", "rename", "link"):
        real = getattr(os, name)
        monkeypatch.setattr(
            storage.os, name, lambda *a, _real=real, _name=name, **k: (did.append(_name), _real(*a, **k))[1]
        )
    store(io.BytesIO(b"x"), **LIMITS)
    moved = next(n for n, name in enumerate(did) if name != "fsync")
    assert "fsync" in did[:moved]
    assert "fsync" in did[moved + 1 :]


@pytest.mark.parametrize(
    "key", ["../../etc/passwd", "/etc/passwd", "ab/../../../x", "", "ab/cd/..", "a" * 300]
)
def test_a_key_that_is_no_key_opens_nothing(key):
    with pytest.raises(FileMissing):
        storage.open_stored(key)


def test_a_flipped_byte_is_seen():
    kept = store(io.BytesIO(b"abc"), **LIMITS)
    storage.path_of(kept.key).write_bytes(b"abd")
    with pytest.raises(FileDamaged):
        storage.verify_stored(kept.key, kept.size, kept.sha256)


def test_the_sweeper_takes_what_nobody_names_and_only_when_it_is_old():
    named, orphan = store(io.BytesIO(b"a"), **LIMITS), store(io.BytesIO(b"b"), **LIMITS)
    now = datetime.now(UTC)
    assert storage.sweep({named.key}, now - timedelta(hours=1)) == []
    assert storage.sweep({named.key}, now + timedelta(hours=1)) == [f"kept/{orphan.key}"]
    assert storage.open_stored(named.key).read() == b"a"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("scan.stl", "scan.stl"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
        ("photo\u202egpj.exe", "photogpj.exe"),
    ],
)
def test_a_name_is_shown_without_its_tricks(name, shown):
    assert safe_display_name(name) == shown


def test_a_name_of_300_letters_keeps_its_ending():
    shown = safe_display_name("я" * 300 + ".stl")
    assert len(shown) <= 255
    assert shown.endswith(".stl")
