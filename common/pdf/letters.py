"""Letters of papers: Inter, and for the signs that Inter has not, slices of other packaged fonts.

A slice is a small file with some signs of a script. A paper loads the slices that it needs; most papers need none.
Fonts of the machine are never used: a paper looks the same wherever it is drawn, and which signs have no letters is
known before it is.
"""

import json
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont

PACKAGES = Path(__file__).resolve().parent.parent.parent / "node_modules"
REGULAR = "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf"
SEMIBOLD = "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf"

FAMILIES = (
    *(
        f"@fontsource-variable/noto-sans-{script}"
        for script in (
            "thai", "devanagari", "bengali", "tamil", "arabic", "hebrew", "armenian", "georgian", "symbols",
        )
    ),
    "@fontsource/noto-sans-symbols-2",
    "@fontsource-variable/noto-emoji",
    *(f"@fontsource-variable/noto-sans-{script}" for script in ("sc", "tc", "jp", "kr")),
)  # fmt: skip
"""Packages beside Inter; the first that has a sign gives it."""

ENVIRONMENT = {
    "FONTCONFIG_FILE": str(Path(__file__).with_name("fonts.conf")),
    "PYTHONWARNINGS": "ignore:No fonts configured",
}
"""Of a process that draws: hides the fonts of the machine."""

UNSEEN = {"Cc", "Cf", "Cs"}
VARIATION_SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}


class Letters(NamedTuple):
    """What a text needs beside Inter: files below ``PACKAGES``, and the signs that no file has."""

    slices: tuple[str, ...]
    missing: str


def letters_for(text: str) -> Letters:
    """What it takes to print this text, or the HTML of a paper: markup is made of letters, too."""
    wanted = {ord(sign) for sign in set(text) if _is_seen(sign)} - _signs_of(REGULAR)
    slices = []
    for family in FAMILIES:
        for path in _slices_with(family, sorted(wanted)):
            if given := wanted & _signs_of(path):
                slices.append(path)
                wanted -= given
    return Letters(tuple(slices), "".join(map(chr, sorted(wanted))))


def style_of(slices: Sequence[str]) -> str:
    """The style that loads these slices and lets them stand in where Inter has no letter.

    Each is a family of its own: slices under one name would be taken for one another.
    """
    if not slices:
        return ""
    names = {path: Path(path).stem for path in slices}
    faces = [
        f'@font-face {{ font-family: {name}; src: url("asset:{path}"); }}' for path, name in names.items()
    ]
    return "\n".join([*faces, f"body {{ font-family: Inter, {', '.join(names.values())}; }}"])


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign) not in UNSEEN and ord(sign) not in VARIATION_SELECTORS


def _slices_with(family: str, wanted: Sequence[int]) -> Iterator[str]:
    """The slices of the family that are said to have some of these signs, in rising order."""
    for path, ranges in _ranges_of(family).items() if wanted else ():
        if any(_stands_within(wanted, first, last) for first, last in ranges):
            yield path


def _stands_within(wanted: Sequence[int], first: int, last: int) -> bool:
    place = bisect_left(wanted, first)
    return place < len(wanted) and wanted[place] <= last


@lru_cache
def _ranges_of(family: str) -> dict[str, list[tuple[int, int]]]:
    """What the package says of itself: path of a slice → first and last signs of its ranges."""
    name, axis = family.split("/")[1], "wght" if "variable" in family else "400"
    said = json.loads((PACKAGES / family / "unicode.json").read_text())
    return {
        f"{family}/files/{name}-{part.strip('[]')}-{axis}-normal.woff2": [
            _first_and_last(written) for written in ranges.split(",")
        ]
        for part, ranges in said.items()
    }


def _first_and_last(written: str) -> tuple[int, int]:
    """Of ``U+4E00-4E0F`` or ``U+4E00``."""
    first, _dash, last = written.removeprefix("U+").partition("-")
    return int(first, 16), int(last or first, 16)


@lru_cache(maxsize=200)
def _signs_of(path: str) -> frozenset[int]:
    """The signs that the file does have; packages promise whole ranges."""
    return frozenset(TTFont(PACKAGES / path, lazy=True).getBestCmap())
