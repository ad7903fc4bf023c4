"""A list that stands on the page is searched with the same eyes as the database."""

import pytest

from common.folding import fold, words_of
from tests.factories.lab import make_employee
from tests.finding.spellings import MARKED, SPELLINGS, STRANGERS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOLDED = {
    "Smith, Anna": "smith anna",
    "O’Hara": "ohara",
    "O'Hara": "ohara",
    "Smith–O'Hara": "smith-ohara",
    "2026–000250": "2026-000250",
    "José": "jose",
    "Jose\u0301": "jose",
    "Łódź": "lodz",
    "Ёлка": "елка",
    "Керамика": "керамика",
    "ÜBERKRONUNG": "uberkronung",
    "Straße": "strasse",
    "ΣΙΣΥΦΟΣ": "σισυφοσ",
    "“Crown”, Dr. +49": "crown dr 49",
    "ﬁnal ＡＢＣ": "final abc",
    "한국어": "한국어",
    "パン": "パン",
    "हिन्दी": "हिन्दी",
    "  R-161  ": "r-161",
    "": "",
}
FOLD = """async (texts) => {
  const { fold } = await import("/static/js/folding.js");
  return texts.map(fold);
}"""
WORDS = """async (texts) => {
  const { wordsOf } = await import("/static/js/folding.js");
  return texts.map((text) => wordsOf(text).slice(0, 8));
}"""
FOUND = """async (pairs) => {
  const { fold, holds, wordsOf } = await import("/static/js/folding.js");
  return pairs.map(([written, typed]) => wordsOf(typed).every((word) => holds(fold(written), word)));
}"""
PIECES = """async ([text, typed]) => {
  const { fold, pieces } = await import("/static/js/folding.js");
  return pieces(text, fold(typed).split(" ")).filter(([, found]) => found).map(([piece]) => piece);
}"""


@pytest.fixture
def any_page(page, log_in):
    log_in(make_employee())
    page.goto("/orders/")
    return page


def test_texts_are_folded_so(any_page):
    assert dict(zip(FOLDED, any_page.evaluate(FOLD, list(FOLDED)), strict=True)) == FOLDED


def test_the_browser_folds_as_the_database_does(any_page):
    texts = [*FOLDED, *(text for pair in SPELLINGS + STRANGERS for text in pair)]
    assert any_page.evaluate(FOLD, texts) == [fold(text) for text in texts]


def test_the_browser_parts_what_was_typed_as_the_server_does(any_page):
    texts = [*FOLDED, *(text for pair in SPELLINGS + STRANGERS for text in pair)]
    assert any_page.evaluate(WORDS, texts) == [words_of(text) for text in texts]


def test_every_spelling_is_found_in_a_list_on_the_page(any_page):
    found = any_page.evaluate(FOUND, SPELLINGS)
    assert [pair for pair, is_found in zip(SPELLINGS, found, strict=True) if not is_found] == []


@pytest.mark.parametrize(("text", "typed", "found"), MARKED)
def test_the_letters_that_were_found_are_marked(any_page, text, typed, found):
    assert any_page.evaluate(PIECES, [text, typed]) == found
