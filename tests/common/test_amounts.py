"""Amounts are written as Babel, which knows the languages, would write them, with a minus that is a minus."""

from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal
from django.utils import translation

from common.formfields import MoneyFormField
from common.templatetags.labsite import MINUS, money, percent, quantity
from common.typed_numbers import read_number

AMOUNTS = [
    *("0", "0.00", "1", "-1", "12.30", "-12.30", "999.99", "1000", "1234.50", "-1234567.89", "10000000000"),
    *("0.005", "0.015", "2.500", "1234.125", "-0.001"),
]
LANGUAGES = ["en", "de", "fr", "pl", "ru", "sv", "de-ch", "pt-pt"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("amount", [Decimal(text) for text in AMOUNTS], ids=AMOUNTS)
def test_amounts_are_written_as_babel_writes_them(language, amount):
    locale = translation.to_locale(language)
    with translation.override(language):
        for write, places, beside in ((money, "00#", ""), (quantity, "###", ""), (percent, "##", " %")):
            told = format_decimal(amount, format=f"#,##0.{places}", locale=locale)
            assert write(amount) == told.replace("-", MINUS) + beside
        told = format_currency(amount, "EUR", locale=locale, currency_digits=False, format="#,##0.00 ¤¤")
        assert money(amount, "EUR") == told.replace("-", MINUS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_written_amount_less_than_nothing_is_read_back(language):
    """Whoever copies it from a page into a field means the same number."""
    with translation.override(language):
        for amount in (Decimal("-12.30"), Decimal("-1234567.89"), Decimal("-0.50")):
            assert money(amount).startswith(MINUS)
            assert read_number(money(amount, "EUR"), "are meant").number == amount
            assert read_number(percent(amount), "are meant").number == amount
            assert MoneyFormField(min_value=None).clean(money(amount)) == amount
        assert read_number(quantity(Decimal("-2.5")), "are asked about").number == Decimal("-2.5")


def test_nothing_is_a_dash():
    assert [money(None), money(""), quantity(None), percent(None)] == ["–"] * 4


def test_whole_numbers_of_python_are_amounts_too():
    assert (money(0), quantity(3)) == ("0.00", "3")
