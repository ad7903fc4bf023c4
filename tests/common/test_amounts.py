"""Amounts are written as Babel, which knows the languages, would write them."""

from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal
from django.utils import translation

from common.templatetags.labsite import money, percent, quantity

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
        assert money(amount) == format_decimal(amount, format="#,##0.00", locale=locale)
        assert quantity(amount) == format_decimal(amount, format="#,##0.###", locale=locale)
        assert percent(amount) == format_decimal(amount, format="#,##0.##", locale=locale) + " %"
        told = format_currency(amount, "EUR", locale=locale, currency_digits=False, format="#,##0.00 ¤¤")
        assert money(amount, "EUR") == told


def test_nothing_is_a_dash():
    assert [money(None), money(""), quantity(None), percent(None)] == ["–"] * 4


def test_whole_numbers_of_python_are_amounts_too():
    assert (money(0), quantity(3)) == ("0.00", "3")
