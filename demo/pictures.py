"""Pictures and files of the demonstration, drawn by code: the logo, photographs of a kind, a report, a solid."""

from io import BytesIO
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

INK, LEAF, SKIN = (24, 60, 76), (46, 139, 122), (214, 140, 132)


def logo() -> bytes:
    """A drop in a ring, beside the name."""
    picture = Image.new("RGBA", (1120, 300), (255, 255, 255, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((14, 14, 286, 286), outline=INK, width=14)
    draw.polygon([(150, 52), (216, 168), (84, 168)], fill=LEAF)
    draw.ellipse((80, 116, 220, 252), fill=LEAF)
    draw.ellipse((112, 168, 150, 206), fill=(255, 255, 255, 220))
    draw.text((340, 44), "Ostermere", font=ImageFont.load_default(132), fill=INK)
    draw.text((346, 196), "LABORATORY", font=ImageFont.load_default(64), fill=LEAF)
    return _png(picture)


def shade_photo(rng: Random) -> bytes:
    """A row of teeth with a shade tab."""
    picture = Image.new("RGB", (960, 640), (92, 28, 34))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0, 60, 960, 300), 90, fill=SKIN)
    for place in range(8):
        left, tone = 70 + place * 104, 236 - rng.randint(0, 18) - abs(place - 3) * 4
        draw.rounded_rectangle(
            (left, 190, left + 96, 420 - abs(place - 3) * 14), 34, fill=(tone, tone - 10, tone - 34)
        )
    draw.rounded_rectangle((420, 400, 510, 620), 30, fill=(226, 214, 186))
    return _png(picture.filter(ImageFilter.GaussianBlur(3)))


def smear_photo(rng: Random) -> bytes:
    """Cells under the microscope."""
    picture = Image.new("RGB", (960, 720), (240, 232, 240))
    draw = ImageDraw.Draw(picture)
    for _cell in range(170):
        x, y, r = rng.randint(0, 960), rng.randint(0, 720), rng.randint(15, 24)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(226, 160, 172), outline=(198, 118, 138))
        draw.ellipse((x - r // 3, y - r // 3, x + r // 3, y + r // 3), fill=(240, 200, 206))
    for _cell in range(9):
        x, y, r = rng.randint(60, 900), rng.randint(60, 660), rng.randint(38, 52)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(190, 178, 224))
        for _lobe in range(3):
            a, b, n = x + rng.randint(-20, 20), y + rng.randint(-20, 20), r // 2
            draw.ellipse((a - n, b - n, a + n, b + n), fill=(88, 52, 140))
    return _png(picture.filter(ImageFilter.GaussianBlur(1.4)))


def x_ray(rng: Random) -> bytes:
    """Roots and an implant, grey on black."""
    picture = Image.new("L", (640, 800), 22)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 330, 640, 800), fill=70)
    for place in range(3):
        left, long = 60 + place * 190, rng.randint(560, 660)
        draw.rounded_rectangle((left, 120, left + 140, 330), 40, fill=168)
        draw.polygon([(left + 20, 320), (left + 120, 320), (left + 74, long)], fill=138)
    draw.rounded_rectangle((262, 300, 342, 640), 20, fill=238)
    return _png(picture.filter(ImageFilter.GaussianBlur(5)).convert("RGB"))


def solid(rng: Random) -> bytes:
    """A cap, as text of the STL format."""
    radius, height, sides = rng.uniform(3.8, 5.2), rng.uniform(5.5, 7.5), 24
    rim = [(radius * cos(2 * pi * i / sides), radius * sin(2 * pi * i / sides), 0.0) for i in range(sides)]
    facets = (_facet(rim[i], rim[(i + 1) % sides], (0.0, 0.0, height)) for i in range(sides))
    return ("solid crown\n" + "".join(facets) + "endsolid crown\n").encode()


def letter(number: str, customer: str, text: str) -> bytes:
    """A covering letter as plain text."""
    return f"Order {number}\n{customer}\n\n{text or 'As discussed by telephone.'}\n\nKind regards\n".encode()


def _facet(*corners: tuple[float, float, float]) -> str:
    vertices = "".join(f"   vertex {x:.4f} {y:.4f} {z:.4f}\n" for x, y, z in corners)
    return f" facet normal 0 0 0\n  outer loop\n{vertices}  endloop\n endfacet\n"


def _png(picture: Image.Image) -> bytes:
    drawn = BytesIO()
    picture.save(drawn, "PNG")
    return drawn.getvalue()
