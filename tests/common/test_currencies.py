"""Amounts have the places of their currency: typed, rounded, kept, split and written."""

from decimal import Decimal

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from billing.models import Payment
from common.currencies import places_of
from common.formfields import MoneyFormField
from common.money import percent_of, round_money, split
from common.templatetags.labsite import money
from tests.factories.billing import make_payment
from tests.factories.customers import make_counterparty


@pytest.mark.parametrize(("currency", "places"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 3), ("", 2)])
def test_a_currency_has_its_places(currency, places):
    assert places_of(currency) == places


@pytest.mark.parametrize(
    ("places", "rounded"), [(0, "13"), (2, "12.50"), (3, "12.500")], ids=["JPY", "EUR", "KWD"]
)
def test_an_amount_is_rounded_half_up_to_its_places(places, rounded):
    assert str(round_money(Decimal("12.5"), places)) == rounded
    assert percent_of(Decimal(50), Decimal(25), places) == Decimal(rounded)


@pytest.mark.parametrize("amount", ["0.001", "-0.001", "12.345", "-7.10", "0", "9999999999.999"])
@pytest.mark.django_db
def test_a_third_place_is_kept_and_no_zero_is_shown_for_it(amount):
    payment = make_payment(make_counterparty(), Decimal("9.99"))
    kept = Payment._meta.get_field("amount")
    read = kept.from_db_value(kept.get_prep_value(Decimal(amount)), None, None)
    assert read == Decimal(amount)
    assert -read.as_tuple().exponent == (3 if Decimal(amount) * 100 % 1 else 2)
    assert str(Payment.objects.get(pk=payment.pk).amount) == "9.99"


@pytest.mark.parametrize(
    ("currency", "typed", "read"),
    [("JPY", "12500", "12500"), ("JPY", "12,500", "12500"), ("KWD", "12.3", "12.3"), ("KWD", "1.2345", None)],
)
def test_a_form_reads_the_places_of_its_currency(currency, typed, read):
    field = MoneyFormField(currency=currency)
    if read is None:
        with pytest.raises(forms.ValidationError, match="at most 3 digits"):
            field.clean(typed)
    else:
        assert field.clean(typed) == Decimal(read)


def test_yen_have_no_decimals_and_the_sentence_says_so():
    with pytest.raises(forms.ValidationError, match="An amount in JPY has no decimals"):
        MoneyFormField(currency="JPY").clean("12.5")


def test_three_digits_behind_a_mark_are_asked_about_where_an_amount_has_three_decimals():
    with pytest.raises(forms.ValidationError, match="could be"):
        MoneyFormField(currency="KWD").clean("1.234")
    assert MoneyFormField(currency="EUR").clean("1.234") == 1234


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("1234.5", "EUR", "1,234.50 EUR"),
        ("1234", "JPY", "1,234 JPY"),
        ("1234.5", "KWD", "1,234.500 KWD"),
        ("0.125", "", "0.125"),
        ("3", "", "3.00"),
    ],
)
def test_an_amount_is_written_with_the_places_of_its_currency(amount, currency, text):
    assert money(Decimal(amount), currency) == text


@given(
    st.sampled_from([0, 2, 3]),
    st.integers(-(10**9), 10**9),
    st.lists(st.decimals(0, 1000, places=2), min_size=1, max_size=8),
)
def test_nothing_is_lost_in_whatever_places_an_amount_is_split(places, units, weights):
    amount = Decimal(units).scaleb(-places)
    parts = split(amount, weights, places)
    assert sum(parts) == amount
    assert all(part == round_money(part, places) for part in parts)


def test_an_amount_that_its_currency_does_not_have_is_not_split():
    with pytest.raises(ValueError, match="more than 0 places"):
        split(Decimal("12.5"), [Decimal(1)], 0)
