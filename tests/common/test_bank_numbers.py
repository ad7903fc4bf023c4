"""IBAN and BIC: one wrong digit is found, however the number is grouped; kept without spaces, written in fours."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from common.account_numbers import NotANumberOfABank, checked_bic, checked_iban, compact, in_fours, is_iban
from common.bankfields import BicFormField, IbanFormField
from lab.models import LabSettings
from tests.factories.lab import make_settings
from tests.sizes import thorough

IBAN = "DE89370400440532013000"
NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    "typed",
    [
        IBAN,
        "DE89 3704 0044 0532 0130 00",
        "de89-3704-0044-0532-0130-00",
        f"IBAN: {IBAN}",
        f" {in_fours(IBAN)}\n",
    ],
)
def test_an_iban_is_kept_without_what_people_put_between(typed):
    assert IbanFormField().clean(typed) == IBAN


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("DE89 3704 0044 0532 0130 01", "A digit of this IBAN is wrong"),
        ("DE89 3704 0044 0532 0130 0", "too long or too short"),
        ("ZZ89 3704 0044 0532 0130 00", "begins with two letters for a country"),
        ("DE89 3704 0044 0532 O130 00", "letter where its country has digits"),
        ("12345678", "begins with two letters"),
        ("ⅣDE89", "letter where"),
    ],
)
def test_a_wrong_iban_is_refused_with_what_is_wrong(typed, said):
    with pytest.raises(ValidationError) as refused:
        IbanFormField().clean(typed)
    assert said in refused.value.messages[0]


@thorough
@given(place=st.integers(0, 17), other=st.integers(1, 9))
def test_every_single_wrong_digit_is_found(place, other):
    digits = IBAN[4:]
    wrong = str((int(digits[place]) + other) % 10)
    assert not is_iban(IBAN[:4] + digits[:place] + wrong + digits[place + 1 :])


@given(st.text(max_size=60))
def test_whatever_is_typed_is_taken_or_refused_and_never_fails(typed):
    assert not is_iban(typed) or checked_iban(typed) == compact(typed)
    with suppress(NotANumberOfABank):
        assert checked_bic(typed) == compact(typed)


@pytest.mark.parametrize(("typed", "kept"), [("cobadeff", "COBADEFF"), ("COBA DE FF XXX", "COBADEFFXXX")])
def test_a_bic_is_kept_in_capitals(typed, kept):
    assert BicFormField().clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [("COBADEF", "8 or 11"), ("COBAZZFF", "name a country"), ("12345678", "BIC"), ("COBADEFF!!", None)],
)
def test_a_wrong_bic_is_refused(typed, said):
    if said is None:
        assert BicFormField().clean(typed) == "COBADEFF"
        return
    with pytest.raises(ValidationError) as refused:
        BicFormField().clean(typed)
    assert said in refused.value.messages[0]


def test_an_iban_is_shown_in_fours_that_no_line_breaks():
    assert IbanFormField().prepare_value(IBAN) == f"DE89{NBSP}3704{NBSP}0044{NBSP}0532{NBSP}0130{NBSP}00"
    assert IbanFormField().prepare_value("DE89 37") == "DE89 37"  # as it was typed, when it comes back


def test_the_form_shows_no_change_where_only_the_spaces_differ():
    assert not IbanFormField().has_changed(IBAN, in_fours(IBAN))


@pytest.mark.django_db
def test_a_wrong_iban_of_the_laboratory_is_refused_by_the_record_too():
    make_settings(iban=IBAN)
    settings = LabSettings.load()
    settings.iban = IBAN.replace("3000", "3001")
    with pytest.raises(ValidationError):
        settings.full_clean()
