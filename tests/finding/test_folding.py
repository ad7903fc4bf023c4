"""The folding by itself: a table of spellings, and what holds for any text at all."""

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from common.finding import stands_in
from common.folding import LONGEST_KEY, closed_up, fold, pieces, same_words, sort_key, words_of
from tests.finding.spellings import MARKED, SPELLINGS, STRANGERS


def finds(typed: str, name: str) -> bool:
    """Whether every word that was typed stands in the folded name, as the databases are asked."""
    return all(stands_in(f" {fold(name)}", word) for word in words_of(typed))


@pytest.mark.parametrize(("written", "typed"), SPELLINGS)
def test_a_name_is_found_however_it_is_typed(written, typed):
    assert finds(typed, written)


@pytest.mark.parametrize(("written", "typed"), STRANGERS)
def test_another_name_is_not_found(written, typed):
    assert not finds(typed, written)


@pytest.mark.parametrize("nothing", ["", " ", ",", "-", "…", "\x00", "\u200b", "“”", "''"])
def test_signs_without_a_word_ask_for_nothing(nothing):
    assert words_of(nothing) == []


def test_what_can_be_looked_for_is_kept():
    for kept in ("%", "_", "a@b.example", "12/34", "♥", "50%"):
        assert fold(kept) == kept


@given(st.text())
@example("ᾭ̀ﷺ")
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_are_the_same(text):
    folded = {fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert folded == {fold(text)}


@given(st.text(), st.text())
def test_a_name_is_found_by_itself_and_by_its_beginning(name, more):
    assert finds(name, name)
    assert fold(name) in fold(f"{name} {more}")


@given(st.text())
def test_a_database_takes_whatever_comes_out(text):
    for written in (fold(text), closed_up(text)):
        assert "\x00" not in written
        written.encode()
        assert written == written.strip()
        assert "  " not in written


def test_every_sign_there_is_folds_once_and_for_all():
    unsteady = [sign for sign in map(chr, range(sys.maxunicode + 1)) if fold(fold(sign)) != fold(sign)]
    assert unsteady == []


ALPHABETS = [
    ["abel", "Ärztehaus", "de Vries", "Yve", "Zahnhaus"],
    ["Muller", "Müller", "Muller A", "Mullerheim"],
    ["O'Hara", "Ohara", "O’Hara, B"],
    ["Anna", "Anna B", "Anna-B", "Annabel"],
    ["Łódź", "Lodz A"],
    ["Ева", "Єва", "Жук", "Иван", "Ирина", "Ідея", "Йод", "Кот", "Яна"],
    ["Ёлка", "Ель"],
    ["Ёж", "Ежи", "Ель"],
    ["2 Clinics", "abc", "Żaba", "zoo", "я"],
]


@pytest.mark.parametrize("names", ALPHABETS)
def test_names_sort_as_in_a_dictionary(names):
    assert sorted({*names}, key=sort_key) == names


@given(st.text(max_size=400))
def test_a_key_fits_into_an_index(name):
    assert len(sort_key(name)) <= 2 * LONGEST_KEY + 1


@given(st.text(max_size=LONGEST_KEY), st.text(max_size=LONGEST_KEY))
def test_equal_keys_are_equal_names(one, other):
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (sort_key(one) == sort_key(other)) == same


@pytest.mark.parametrize(
    ("written", "closed"),
    [("+49 (30) 12-34", "49301234"), ("DE 123.456/7", "de1234567"), ("١٢", "١٢"), ("", "")],
)
def test_a_number_closes_up(written, closed):
    assert closed_up(written) == closed


def test_the_same_words_in_any_order_are_the_same_name():
    assert same_words("Smith, Anna", "ANNA smith")
    assert not same_words("Anna Smith", "Anna Smith Smith")
    assert same_words("Mill-Pond Clinic", "clinic mill pond")
    assert not same_words("R-161", "R 161")


def test_a_dash_parts_words_of_letters_and_stays_in_codes():
    assert words_of("Mill-Pond R-161 2026–000123 zr-ht") == [
        "mill",
        "pond",
        "r-161",
        "2026-000123",
        "zr",
        "ht",
    ]


@pytest.mark.parametrize(("text", "typed", "found"), MARKED)
def test_what_was_found_is_cut_out_of_a_text_and_nothing_of_it_is_lost(text, typed, found):
    cut = pieces(text, words_of(typed))
    assert [piece for piece, is_found in cut if is_found] == found
    assert "".join(piece for piece, _is_found in cut) == text
