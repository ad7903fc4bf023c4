"""The logo: any usable picture becomes a small PNG; anything else is refused in words."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFile

from lab import logo
from lab.logo import LogoTooLarge, NotAPicture, logo_from


def picture(size=(60, 30), kind="PNG", mode="RGB", **how) -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new(mode, size, "teal" if mode == "RGB" else None).save(drawn, kind, **how)
    return SimpleUploadedFile("logo", drawn.getvalue())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_of_any_usual_kind_becomes_a_png(kind):
    with Image.open(BytesIO(logo_from(picture(kind=kind)))) as kept:
        assert (kept.format, kept.size) == ("PNG", (60, 30))


def test_a_large_picture_is_made_small_in_its_proportions():
    with Image.open(BytesIO(logo_from(picture((3000, 1000))))) as kept:
        assert kept.size == (1200, 400)


def test_what_was_hidden_behind_the_picture_is_gone():
    upload = picture()
    hiding = SimpleUploadedFile("logo.png", upload.read() + b"<script>alert(1)</script>")
    assert b"<script>" not in logo_from(hiding)


def test_too_many_bytes_are_refused():
    with pytest.raises(LogoTooLarge):
        logo_from(SimpleUploadedFile("logo.png", b"\x89PNG" + bytes(logo.MAX_BYTES)))


def test_too_many_pixels_are_refused_before_they_are_drawn(monkeypatch):
    monkeypatch.setattr(logo, "MAX_PIXELS", 1000)
    with pytest.raises(LogoTooLarge):
        logo_from(picture())


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\xff" * 500],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(NotAPicture):
        logo_from(SimpleUploadedFile("logo.png", content))


def test_a_picture_cut_off_in_the_middle_is_refused(monkeypatch):
    # As in the processes of the pages: only WeasyPrint, which lives in processes of its own, reads such pictures.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)
    with pytest.raises(NotAPicture):
        logo_from(SimpleUploadedFile("logo.png", picture((400, 400)).read()[:120]))


@pytest.mark.parametrize("dots", [0, 30_000, 65_535])
def test_a_logo_of_sixteen_bits_keeps_its_grey(dots):
    drawn, row = BytesIO(), dots.to_bytes(2, "little") * 30 + b"\xff\xff" * 30
    Image.frombytes("I;16", (60, 30), row * 30).save(drawn, "PNG")
    with Image.open(BytesIO(logo_from(SimpleUploadedFile("logo", drawn.getvalue())))) as kept:
        shown = kept.convert("L")
        assert abs(shown.getpixel((5, 5)) - dots // 256) <= 1
        assert shown.getpixel((50, 5)) == 255
