"""The codes of a label as a camera sees them: bars are read back to their digits, squares module by module."""

import json
import re
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote

import pytest
import segno
from barcode.charsets import code128
from django.template.loader import render_to_string

from common.pdf.engine import draw_html
from documents.label_sheets import label_paper
from documents.models import LabelSize
from tests.papers.pictures import picture_of

LABEL = json.loads((Path(__file__).parent / "told" / "label.json").read_text())["paper"]["sheets"][0][0]
DOTS, DARK = 300, 128
"""What a usual printer of labels has to an inch, less than that of an office."""

SIZES = [(58, 40), (38, 24), (150, 24), (100, 150)]
CODES = ["1000001234", "1999999990", "100000123456789018"]


def label(code: str, size: tuple[int, int], folder):
    paper = label_paper([LABEL | {"code": code}], LabelSize(width=size[0], height=size[1]))
    return picture_of(draw_html(render_to_string("print/labels.html", {"paper": paper})), folder, dots=DOTS)


def runs_of(picture, row: int) -> list[tuple[bool, int]]:
    """Dark and light along a row, each with its length in dots."""
    return [
        (dark, len(list(dots)))
        for dark, dots in groupby(picture.getpixel((x, row)) < DARK for x in range(picture.width))
    ]


def digits_of(runs: list[tuple[bool, int]]) -> str | None:
    """Code 128 in its set of digits, start to stop; None where the row is none, or its check is wrong."""
    widths = [length for _dark, length in runs[1:-1]]
    if len(widths) % 6 != 1 or len(widths) < 19:
        return None
    module = sum(widths) / ((len(widths) // 6) * 11 + 2)
    bits = "".join(("1" if dark else "0") * round(length / module) for dark, length in runs[1:-1])
    if len(bits) % 11 != 2:
        return None
    known = {pattern: place for place, pattern in enumerate(code128.CODES)}
    signs = [known.get(bits[start : start + 11]) for start in range(0, len(bits) - 13, 11)]
    if None in signs or signs[0] != 105:
        return None
    *said, check = signs[1:]
    if (105 + sum(place * sign for place, sign in enumerate(said, start=1))) % 103 != check:
        return None
    return "".join(f"{sign:02}" for sign in said)


def bars_of(picture) -> set[str]:
    """What the rows say that are bars."""
    read = (digits_of(runs_of(picture, row)) for row in range(0, picture.height, 3))
    return {digits for digits in read if digits}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("code", CODES)
def test_the_bars_say_the_digits(code, size, tmp_path):
    assert bars_of(label(code, size, tmp_path)) == {code}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("code", CODES)
def test_the_square_is_the_code_of_the_digits(code, size, tmp_path):
    picture = label(code, size, tmp_path)
    wanted = [list(map(bool, row)) for row in segno.make(code, error="m", micro=False).matrix]
    style = unquote(label_paper([], LabelSize(width=size[0], height=size[1]))["style"])
    em = picture.width / size[0] * float(re.search(r"font-size: ([\d.]+)mm", style)[1])
    side, module = 4.6 * em, 4.6 * em / len(wanted)
    left, top = picture.width - 0.9 * em - side, 0.9 * em
    seen = [
        [
            picture.getpixel((int(left + (x + 0.5) * module), int(top + (y + 0.5) * module))) < DARK
            for x in range(len(wanted))
        ]
        for y in range(len(wanted))
    ]
    assert seen == wanted


def test_a_blot_on_the_bars_is_found(tmp_path):
    """The control: bars of other digits are read as such, or not at all."""
    assert bars_of(label(CODES[1], SIZES[0], tmp_path)).isdisjoint({CODES[0]})
