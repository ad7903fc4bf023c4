"""The child process that draws one thumbnail: picture in on standard input, WebP out. Started by ``thumbnails``.

It limits itself before it looks at the bytes: they come from outside, and decoders have bugs.
"""

import io
import resource
import sys
import warnings

MEMORY, CPU_SECONDS = 512 * 1024**2, 8
PIXELS = 40_000_000
"""Dots of a picture as it is decoded. A JPEG is decoded at an eighth of its size, so it may have many more."""

EDGE = 320
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")


class TooLarge(Exception):
    """More dots than fit into the memory that this process has."""


def main() -> int:
    from PIL import Image, ImageOps

    from common.pictures import with_eight_bits

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = None  # counted below, when it is known in which size the picture is decoded
    try:
        picture = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=FORMATS)
        picture.draft("RGB", (2 * EDGE, 2 * EDGE))
        if picture.width * picture.height > PIXELS:
            raise TooLarge
        small = ImageOps.exif_transpose(_shrunk(picture))
        upright = with_eight_bits(small).convert("RGBA")
        upright.thumbnail((EDGE, EDGE))
        paper = Image.new("RGB", upright.size, "white")
        paper.paste(upright, mask=upright.getchannel("A"))
        drawn = io.BytesIO()
        paper.save(drawn, "WEBP", quality=80)
    except Exception:  # whatever a decoder does with a hostile file means the same: no thumbnail
        return 1
    sys.stdout.buffer.write(drawn.getvalue())
    return 0


def _shrunk(picture):
    """A large picture in a whole fraction of its size, before it is copied into modes that take more memory."""
    times = min(picture.size) // (2 * EDGE)
    if times < 2 or picture.mode in ("P", "1"):
        return picture
    return (picture.convert("I") if picture.mode.startswith("I;") else picture).reduce(times)


if __name__ == "__main__":
    sys.exit(main())
