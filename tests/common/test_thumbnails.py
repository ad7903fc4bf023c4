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


def grey(top: int, kind: str) -> bytes:
    """A radiograph from black on the left to ``top`` on the right, 16 bits for each dot."""
    row = b"".join((top * x // 799).to_bytes(2, "little") for x in range(800))
    drawn = io.BytesIO()
    Image.frombytes("I;16", (800, 600), row * 600).save(drawn, kind)
    return drawn.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
@pytest.mark.parametrize("top", [255, 4095, 65535])
def test_a_radiograph_of_sixteen_bits_runs_from_black_to_white(kind, top):
    small = Image.open(io.BytesIO(thumbnail_of(kept(grey(top, kind))))).convert("L")
    left, middle, right = (small.getpixel((x, 120)) for x in (2, 160, 317))
    assert left < 10
    assert 110 < middle < 145
    assert right > 245


def test_converting_such_a_radiograph_directly_gives_white():
    """The control: what Pillow does by itself."""
    direct = Image.open(io.BytesIO(grey(65535, "PNG"))).convert("RGBA").convert("L")
    assert direct.getpixel((100, 100)) == 255


def test_a_picture_of_fractions_is_seen():
    drawn = io.BytesIO()
    Image.linear_gradient("L").convert("F").point(lambda dot: dot * 0.001 + 0).save(drawn, "TIFF")
    darkest, lightest = Image.open(io.BytesIO(thumbnail_of(kept(drawn.getvalue())))).convert("L").getextrema()
    assert lightest - darkest > 240


@pytest.mark.parametrize("progressive", [False, True])
def test_a_photo_of_forty_eight_megapixels_has_one(progressive):
    small = thumbnail_of(kept(picture("JPEG", size=(8000, 6000), progressive=progressive)))
    assert Image.open(io.BytesIO(small)).size == (320, 240)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "I;16"])
def test_thirty_nine_megapixels_of_any_kind_fit_into_the_memory(mode):
    drawn = io.BytesIO()
    Image.new(mode, (7800, 5000)).save(drawn, "PNG")
    assert thumbnail_of(kept(drawn.getvalue()))
