"""The child process that draws one thumbnail: picture in on standard input, WebP out. Started by ``thumbnails``.

It limits itself before it looks at the bytes: they come from outside, and decoders have bugs.
"""

import io
import resource
import sys
import warnings

MEMORY, CPU_SECONDS = 512 * 1024**2, 8
PIXELS = 40_000_000
EDGE = 320
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")


def main() -> int:
    from PIL import Image, ImageOps

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        picture = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=FORMATS)
        picture.draft("RGB", (EDGE, EDGE))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
        upright.thumbnail((EDGE, EDGE))
        paper = Image.new("RGB", upright.size, "white")
        paper.paste(upright, mask=upright.getchannel("A"))
        drawn = io.BytesIO()
        paper.save(drawn, "WEBP", quality=80)
    except Exception:  # whatever a decoder does with a hostile file means the same: no thumbnail
        return 1
    sys.stdout.buffer.write(drawn.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
