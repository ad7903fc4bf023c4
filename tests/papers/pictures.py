"""Papers as pictures, compared with the ones that are kept beside these tests.

A kept picture is small and grey: it shows that nothing moved, is cut or has lost its letters. After a change that is
meant, ``LABSITE_KEEP_PAPERS=1 .venv/bin/python -m pytest tests/papers`` keeps the new ones: look at them, then commit.
"""

import os
import subprocess
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

KEPT = Path(__file__).with_name("kept")
RENEW = "LABSITE_KEEP_PAPERS"
DOTS = 60
"""To an inch."""

UNLIKE, TOLERATED = 24, 0.001
"""How much greyer or lighter a softened dot may not be, and which share of the dots may be so all the same."""

LARGEST = 40_000
"""Bytes of a kept picture."""


def picture_of(pdf: bytes, folder: Path, *, page: int = 1, dots: int = DOTS) -> Image.Image:
    """One page in grey."""
    whole = folder / "paper.pdf"
    whole.write_bytes(pdf)
    command = ["pdftoppm", "-gray", "-r", str(dots), "-f", str(page), "-l", str(page), "-singlefile"]
    subprocess.run([*command, whole, folder / "page"], check=True)
    with Image.open(folder / "page.pgm") as drawn:
        return drawn.convert("L")


def assert_as_kept(name: str, pdf: bytes, folder: Path, *, page: int = 1, dots: int = DOTS) -> None:
    """The page looks like the kept picture of that name; what differs lies in the test's folder."""
    drawn, kept = picture_of(pdf, folder, page=page, dots=dots), KEPT / f"{name}.png"
    if os.environ.get(RENEW):
        drawn.quantize(16).save(kept, optimize=True)
    with Image.open(kept) as image:
        wanted = image.convert("L")
    assert kept.stat().st_size <= LARGEST
    assert drawn.size == wanted.size, f"{name} is of another size now"
    share = unlike(drawn, wanted)
    if share > TOLERATED:
        drawn.save(folder / f"{name}-now.png")
    assert share <= TOLERATED, f"{name} looks different in {share:.2%} of its dots: {folder}/{name}-now.png"


def unlike(one: Image.Image, other: Image.Image) -> float:
    """The share of dots that differ. Softened first: the same letter may be drawn half a dot further on."""
    soft = [picture.filter(ImageFilter.GaussianBlur(1)) for picture in (one, other)]
    counted = ImageChops.difference(*soft).histogram()
    return sum(counted[UNLIKE:]) / (one.width * one.height)
