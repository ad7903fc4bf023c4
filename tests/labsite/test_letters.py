"""Text is brought into one shape before any form looks at it; what no database keeps is refused in words."""

import unicodedata
from time import process_time

import pytest
from django import forms
from django.test import RequestFactory

from common.typed_text import MOST_MARKS, as_asked, as_kept
from labsite.letters import ReadAsUtf8, TextAsKept
from tests.factories.lab import client_of, make_employee


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree\x0bfour\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("e\u0301te\u0301", "été"),
        ("\ufeffa\x01\x1b\x9fb\x7f", "ab"),
        ("tab\tstays, so does \u200d and 🦷", "tab\tstays, so does \u200d and 🦷"),
        ("plain", "plain"),
        ("\x00", "\x00"),
    ],
)
def test_a_text_is_kept_in_one_shape_and_keeps_it(typed, kept):
    assert as_kept(typed) == kept
    assert as_kept(kept) == kept


@pytest.mark.parametrize("marks", ["\u0301\u0316", "\u0f73"])
def test_a_letter_under_a_million_marks_is_kept_at_once_with_a_few(marks):
    """To put them all in order would take hours, in which nobody else is answered."""
    before = process_time()
    kept = as_kept("a" + marks * 500_000)
    assert process_time() - before < 10
    assert len(unicodedata.normalize("NFD", kept)) <= MOST_MARKS + 1
    assert as_kept(kept) == kept


@pytest.mark.parametrize("letter", ["\u0958", "\u1112\u1161\u11ab", "한", "e", "é"])
def test_a_letter_with_too_many_marks_loses_them_once(letter):
    kept = as_kept(letter + "\u0301\u0316" * MOST_MARKS)
    assert kept != letter
    assert as_kept(kept) == kept


def test_a_letter_with_as_many_marks_as_any_writing_has_is_left_alone():
    prayed = "ش\u0651\u064e\u0670 \u0915\u094d\u0937\u093f q\u0301\u0316\u0323\u0308"
    assert as_kept(prayed) == unicodedata.normalize("NFC", prayed)


def test_an_address_asks_for_no_nul():
    assert as_asked("a\x00b") == "a b"


def posted(**typed):
    request = RequestFactory().post("/", typed)
    TextAsKept(lambda request: None).process_view(request, None, (), {})
    return request.POST


def test_passwords_are_left_as_they_were_typed():
    typed = posted(password="e\u0301\r\n", new_password1="e\u0301", note="e\u0301")
    assert (typed["password"], typed["new_password1"], typed["note"]) == ("e\u0301\r\n", "e\u0301", "é")


def test_every_value_of_a_name_is_kept_in_its_order():
    assert list(posted(note=["a\r\n", "b"], other="c").lists()) == [("note", ["a\n", "b"]), ("other", ["c"])]


def test_a_question_is_read_before_anything_reads_it():
    request = RequestFactory().get("/", {"q": "e\u0301\x00"})
    ReadAsUtf8(lambda request: None)(request)
    assert request.GET["q"] == "é "


def test_a_nul_in_a_field_is_a_sentence():
    with pytest.raises(forms.ValidationError, match="Null characters are not allowed"):
        forms.CharField().clean(posted(note="a\x00")["note"])


@pytest.mark.django_db
def test_a_form_with_a_nul_comes_back_with_its_sentence():
    client = client_of(make_employee(roles=["manager"]))
    answer = client.post("/patients/new/", {"kind": "person", "name": "Bel\x00la"})
    assert answer.status_code == 422
    assert "A sign in this text cannot be kept" in answer.content.decode()
