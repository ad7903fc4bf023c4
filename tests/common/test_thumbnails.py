"""Thumbnails: pictures are drawn anew, small; everything else has none."""

import io

import pytest
from PIL import Image

from common.storage import store
from common.thumbnails import thumbnail_of


def kept(content: bytes):
    return store(io.BytesIO(content), max_bytes=10**9, free_floor=0)


def picture(kind: str, size=(800, 600), mode="RGB", **extra) -> bytes:
    drawn = io.BytesIO()
    Image.new(mode, size, "red").save(drawn, kind, **extra)
    return drawn.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"])
def test_a_picture_has_a_small_one_drawn_anew(kind):
    small = Image.open(io.BytesIO(thumbnail_of(kept(picture(kind)))))
    assert small.format == "WEBP"
    assert max(small.size) == 320


def test_a_picture_on_its_side_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    small = Image.open(io.BytesIO(thumbnail_of(kept(picture("JPEG", exif=exif)))))
    assert small.height > small.width


def test_what_was_hidden_in_the_picture_is_gone():
    small = thumbnail_of(kept(picture("JPEG") + b"<script>canary</script>"))
    assert small
    assert b"canary" not in small


@pytest.mark.parametrize(
    "content", [b"x", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"\x89PNG\r\n\x1a\nbroken"]
)
def test_what_is_not_a_picture_has_none(content):
    assert thumbnail_of(kept(content)) is None


def test_a_picture_that_would_fill_the_memory_has_none():
    bomb = picture("PNG", size=(12_000, 12_000), mode="1")
    assert thumbnail_of(kept(bomb)) is None
