"""Each paper looks as it did when somebody last looked at it: its picture, its words, its pages, its letters."""

import io
import json
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from PIL import Image, ImageDraw
from pypdf import PdfReader

from common.pdf.engine import render_pdf
from tests.papers.pictures import DOTS as USUAL
from tests.papers.pictures import KEPT, TOLERATED, assert_as_kept, picture_of, unlike

TOLD = Path(__file__).with_name("told")

PAPERS = {
    "order_form": ("print/order_form.html", 1, ["Initials", "Comments", "Ordered by", "1 / 1"]),
    "label": (
        "print/labels.html",
        1,
        ["2026-000123", "Bella", "dog, beagle", "30 Nov 2026", "RUSH", "Box 1 of 3"],
    ),
    "label_sheet": ("print/labels.html", 1, ["2026-000123", "EDTA blood · tube · HB", "Box 1 of 3"]),
    "act": ("print/act.html", 1, ["Teeth: 24 · Shade: A3", "1 / 1"]),
    "closing": (
        "print/closing.html",
        1,
        ["Amount due 65.50 EUR Pay by 7 October 2026", "15.00 −1.50", "Specimen: blood", "1 / 1"],
    ),
    "statement": ("print/statement.html", 1, ["1 / 1"]),
    "dental_order_form": (
        "print/order_form.html",
        2,
        ["Dental card", "2026-000142 · Gustav Oehler · Mill Pond Family Dentists", "2 / 2"],
    ),
    "protocol": ("print/document.html", 2, ["Potassium", "Where the reference ranges come from", "2 / 2"]),
    "bacteriology": ("print/document.html", 2, ["Antibiogram", "Enrofloxacin", "2 / 2"]),
    "pay_sheet": ("print/pay_sheet.html", 1, ["S-2026-00013", "Ivo Petrak", "1 / 1"]),
}
"""Name → (template, pages, words that stand on it). Another paper: a line here, what it is told, a picture kept."""

DOTS = {"label": 150}
"""A label is small; at fewer dots its letters would be blots."""


def told(name: str) -> dict:
    return json.loads((TOLD / f"{name}.json").read_text())


def drawn(name: str) -> bytes:
    return render_pdf(PAPERS[name][0], told(name))


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_looks_says_and_is_as_long_as_it_was(name, tmp_path):
    _template, pages, words = PAPERS[name]
    pdf = drawn(name)
    reader = PdfReader(io.BytesIO(pdf))
    said = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert len(reader.pages) == pages
    assert [word for word in words if word not in said] == []
    assert _letters_of(reader) <= {"Inter", "Inter-Semi-Bold"}
    assert_as_kept(name, pdf, tmp_path, dots=DOTS.get(name, USUAL))


def _letters_of(reader: PdfReader) -> set[str]:
    """Names of the fonts, all of which are in the file."""
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    inner = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(one) for one in inner)
    return {font["/BaseFont"].split("+")[-1] for font in fonts}


def test_a_closing_document_of_before_is_drawn_without_what_it_does_not_say():
    """Templates of today draw what was frozen by releases that knew less."""
    new = told("closing")
    assert "Unit price" in render_to_string("print/closing.html", new)
    old = told("closing")
    for line in old["paper"]["orders"][0]["lines"]:
        for name in ("details", "price", "taken_off", "discount_percent"):
            line.pop(name, None)
    for gone in ("due", "rounding"):
        del old["paper"][gone]
    for gone in ("iban", "bic"):
        del old["paper"]["lab"][gone]
    page = render_to_string("print/closing.html", old)
    assert [words for words in ("Unit price", "Discount", "IBAN</div>", "Pay by") if words in page] == []
    assert "Amount due" in page
    assert "Complete blood count" in page


def test_nothing_is_kept_that_is_not_looked_at():
    assert {path.stem for path in KEPT.glob("*.png")} == set(PAPERS)
    assert {path.stem for path in TOLD.glob("*.json")} == set(PAPERS)


@pytest.mark.parametrize("spoilt", ["a line is missing", "all is moved", "a word is blotted out"])
def test_a_paper_that_looks_different_is_found(spoilt, tmp_path):
    """The control: what the tolerance does not forgive."""
    picture = picture_of(drawn("order_form"), tmp_path)
    other = picture.copy()
    if spoilt == "all is moved":
        other = Image.new("L", picture.size, 255)
        other.paste(picture, (3, 3))
    else:
        top = picture.height // 4 if spoilt == "a line is missing" else 60
        wide = picture.width if spoilt == "a line is missing" else 130
        fill = 255 if spoilt == "a line is missing" else 0
        ImageDraw.Draw(other).rectangle((30, top, wide, top + 14), fill=fill)
    assert unlike(picture, other) > TOLERATED


def test_the_same_paper_is_alike(tmp_path):
    assert unlike(picture_of(drawn("order_form"), tmp_path), picture_of(drawn("order_form"), tmp_path)) == 0
