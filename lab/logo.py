"""The laboratory's logo: whatever picture is handed in becomes a small PNG drawn anew, so nothing hides in it."""

from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from common.pictures import with_eight_bits
from common.refusals import Refused

MAX_BYTES = 2 * 1024 * 1024
MAX_PIXELS = 20_000_000
LARGEST = (1200, 600)
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


class LogoTooLarge(Refused):
    """More bytes or more pixels than a letterhead can use."""

    def __init__(self) -> None:
        super().__init__(_("This picture is too large: at most 2 MB and 20 megapixels."))


class NotAPicture(Refused):
    """Not a picture that can be read."""

    def __init__(self) -> None:
        super().__init__(_("This is not a picture that can be used. Choose a PNG, JPEG, WebP or GIF file."))


def logo_from(upload) -> bytes:
    """The picture as PNG, at most 1200 × 600. Raises ``LogoTooLarge``, ``NotAPicture``, or why it did not come in."""
    if refusal := getattr(upload, "refusal", None):
        raise refusal
    if upload.size > MAX_BYTES:
        raise LogoTooLarge
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise LogoTooLarge
            drawn = with_eight_bits(picture).convert("RGBA")
    except Image.DecompressionBombError:
        raise LogoTooLarge from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise NotAPicture from None
    drawn.thumbnail(LARGEST)
    png = BytesIO()
    drawn.save(png, "PNG", optimize=True)
    return png.getvalue()
