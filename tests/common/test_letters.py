"""Every sign of a paper has a letter from a packaged font, or is named beforehand."""

import io
import subprocess
import sys
import unicodedata

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdf.generic import ContentStream

from common.pdf import letters, letters_for
from common.pdf.engine import draw_html

SAMPLES = {
    "Chinese": "张伟 王小明 臺灣",
    "Japanese": "東京 ひらがな カタカナ",
    "Korean": "김철수",
    "Thai": "สมชาย ใจดี",
    "Hindi": "राहुल शर्मा क्षत्रिय",
    "Bengali": "বাংলা",
    "Tamil": "தமிழ்",
    "Arabic": "العربية محمد",
    "Hebrew": "ישראל",
    "Armenian": "Արամ",
    "Georgian": "თამარ",
    "emoji": "🦷 🐶 ❤️ 👍🏽 🇩🇪",
    "signs of a laboratory": "♂ ♀ ☐ ☑ ✔ ⌀ ☎",
}
TIBETAN = "བོད"


@pytest.mark.parametrize("script", SAMPLES)
@pytest.mark.parametrize("element", ["p", "b"])
def test_a_script_is_printed_in_letters(script, element):
    assert letters_for(SAMPLES[script]).missing == ""
    pdf = draw_html(f"<{element}>{SAMPLES[script]}</{element}>")
    assert empty_boxes(pdf) == 0
    assert drawn_signs(pdf) >= visible(SAMPLES[script])


def test_a_script_without_letters_is_named_and_drawn_as_boxes():
    """The negative control: the boxes that the other tests look for are found where they are."""
    assert letters_for(f"Crown, {TIBETAN}").missing == "".join(sorted(TIBETAN))
    assert empty_boxes(draw_html(f"<p>Crown, {TIBETAN}</p>")) > 0


def test_an_ordinary_paper_needs_no_other_letters():
    assert letters_for("<p>Crown, Łódź, Клиника «Север», Αθήνα, 7 % · € 12.50 – ½</p>\n") == ((), "")


def test_only_the_slices_with_the_signs_are_loaded():
    assert [path.split("/")[1] for path in letters_for("สม").slices] == ["noto-sans-thai"]
    assert len(letters_for("张").slices) == 1


def test_after_an_odd_paper_an_ordinary_one_is_what_it_was():
    before = draw_html("<p>Crown</p>")
    draw_html(f"<p>{''.join(SAMPLES.values())}</p>")
    assert draw_html("<p>Crown</p>") == before


@pytest.mark.parametrize("family", letters.FAMILIES)
def test_every_package_has_the_slices_that_it_names(family):
    """A name that a new release of the package spells otherwise is seen here, not on a paper."""
    said = letters._ranges_of(family)
    assert said
    assert [path for path in said if not (letters.PACKAGES / path).exists()] == []


def test_letters_of_the_machine_are_not_used():
    """What one machine has and another has not must not decide how a paper looks."""
    count = (
        "from weasyprint.text.fonts import fontconfig as f;"
        "print(f.FcConfigGetFonts(f.FcInitLoadConfigAndFonts(), f.FcSetSystem).nfont)"
    )
    told = subprocess.run(
        [sys.executable, "-c", count], env=letters.ENVIRONMENT, capture_output=True, text=True, check=True
    )
    assert (told.stdout.strip(), told.stderr) == ("0", "")


def empty_boxes(pdf: bytes) -> int:
    """How many drawn glyphs their embedded font does not have, or has as its sign for none."""
    return sum(glyph == 0 or glyph >= count for count, glyph in glyphs_of(pdf))


def glyphs_of(pdf: bytes):
    """(how many glyphs the embedded font has, the number of the glyph) of everything that is drawn."""
    reader = PdfReader(io.BytesIO(pdf))
    for page in reader.pages:
        fonts, count = page["/Resources"]["/Font"], 0
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator == b"Tf":
                count = glyph_count(fonts[operands[0]])
            elif operator == b"TJ":
                for piece in operands[0]:
                    written = getattr(piece, "original_bytes", b"")
                    yield from (
                        (count, int.from_bytes(written[at : at + 2])) for at in range(0, len(written), 2)
                    )


def glyph_count(font) -> int:
    kept = font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"].get_data()
    return TTFont(io.BytesIO(kept))["maxp"].numGlyphs


def drawn_signs(pdf: bytes) -> set[str]:
    return visible("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def visible(text: str) -> set[str]:
    """The letters of a text, without the marks on them, which a reader of papers may find in another sequence."""
    return {sign for sign in text if unicodedata.category(sign)[0] in "LS"}
