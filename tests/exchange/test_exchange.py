"""Which rate counts on a day, and what is said where there is none."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from lab.exchange import RateMissing, convert, find_rate, rate
from lab.models import ExchangeRate
from tests.factories.exchange import make_exchange_rate
from tests.factories.lab import make_settings

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 12)


def test_the_newest_rate_on_or_before_the_day_counts():
    make_exchange_rate("CHF", "1.05", day=DAY - timedelta(days=9))
    make_exchange_rate("CHF", "1.06", day=DAY - timedelta(days=2))
    make_exchange_rate("CHF", "1.07", day=DAY + timedelta(days=1))
    assert rate("CHF", "EUR", DAY) == Decimal("1.06")
    assert rate("CHF", "EUR", DAY - timedelta(days=3)) == Decimal("1.05")


def test_of_one_day_that_counts_which_was_entered_last_whichever_way_round():
    make_exchange_rate("CHF", "1.05", day=DAY)
    make_exchange_rate("CHF", "1.06", day=DAY)
    assert rate("CHF", "EUR", DAY) == Decimal("1.06")
    make_exchange_rate("EUR", "0.8", base="CHF", day=DAY)
    assert rate("CHF", "EUR", DAY) == Decimal("1.25")


def test_a_rate_serves_both_ways():
    make_exchange_rate("EUR", "168.03", base="JPY", day=DAY)
    assert rate("EUR", "JPY", DAY) == Decimal("168.03")
    assert rate("JPY", "EUR", DAY) == Decimal("0.005951318217")


def test_two_foreign_currencies_meet_in_the_laboratorys():
    make_exchange_rate("CHF", "1.06", day=DAY)
    make_exchange_rate("EUR", "1.10", base="USD", day=DAY - timedelta(days=3))
    found = find_rate("CHF", "USD", DAY)
    assert (found.rate, found.day) == (Decimal("1.166"), DAY - timedelta(days=3))


def test_a_direct_rate_comes_before_one_across():
    make_exchange_rate("CHF", "1.06", day=DAY)
    make_exchange_rate("USD", "0.90", day=DAY)
    make_exchange_rate("CHF", "1.20", base="USD", day=DAY - timedelta(days=5))
    assert rate("CHF", "USD", DAY) == Decimal("1.2")


def test_a_currency_is_worth_itself_without_any_rate():
    assert convert(Decimal("12.345"), "KWD", "KWD", DAY) == Decimal("12.345")


def test_amounts_come_out_with_the_places_of_their_currency():
    make_exchange_rate("EUR", "168.03", base="JPY", day=DAY)
    make_exchange_rate("KWD", "2.8125", day=DAY)
    assert str(convert(Decimal("99.99"), "EUR", "JPY", DAY)) == "16801"
    assert str(convert(Decimal("100.00"), "EUR", "KWD", DAY)) == "35.556"
    assert str(convert(Decimal("35.556"), "KWD", "EUR", DAY)) == "100.00"


def test_where_none_was_entered_the_sentence_names_both_currencies_and_the_day_and_the_page():
    with pytest.raises(RateMissing) as missing:
        convert(Decimal(1), "CHF", "EUR", DAY)
    assert str(missing.value) == (
        "There is no exchange rate between CHF and EUR for 12 November 2026 that is at most 31 days old."
        " Enter one under Billing, Exchange rates."
    )


@pytest.mark.parametrize(("days", "counts"), [(31, True), (30, False), (0, False)])
def test_an_old_rate_is_not_used(days, counts):
    make_settings(exchange_rate_days=days)
    make_exchange_rate("CHF", "1.05", day=DAY - timedelta(days=31))
    if counts:
        assert rate("CHF", "EUR", DAY) == Decimal("1.05")
    else:
        with pytest.raises(RateMissing):
            rate("CHF", "EUR", DAY)


def test_half_a_way_across_is_no_way():
    make_exchange_rate("CHF", "1.06", day=DAY)
    with pytest.raises(RateMissing, match="between CHF and USD"):
        rate("CHF", "USD", DAY)


def test_a_rate_is_found_by_two_statements(django_assert_max_num_queries):
    make_exchange_rate("CHF", "1.06", day=DAY)
    make_settings()
    with django_assert_max_num_queries(2):
        rate("CHF", "EUR", DAY)


def test_a_rate_reads_back_as_it_was_entered():
    for text in ("1.0672", "100", "0.000000000001", "9000000", "0.005951318217"):
        made = make_exchange_rate("CHF", text, day=DAY)
        stored = ExchangeRate.objects.get(pk=made.pk).rate
        assert (stored, f"{stored:f}") == (Decimal(text), text)
