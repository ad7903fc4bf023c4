"""Tables of rates as banks and accountants keep them, read row by row."""

from datetime import date
from decimal import Decimal

import pytest

from lab.reading_rates import Direction, NotRates, decoded, read_rates

IN_EUR = Direction("EUR", of_base=False)
OF_EUR = Direction("EUR", of_base=True)


def read(text, direction=IN_EUR):
    return [
        (one.told.day.isoformat(), one.told.currency, str(one.told.rate), one.told.base)
        for one in read_rates(text, direction)
        if one.told
    ]


@pytest.mark.parametrize(
    "table",
    [
        "day;currency;rate\n2026-11-12;CHF;1,0672\n12.11.2026;usd;0.925\n",
        "day,currency,rate\n2026-11-12,CHF,1.0672\n2026-11-12,USD,0.925\n",
        'Datum,Währung,Kurs\n12.11.2026,CHF,"1,0672"\n12.11.2026,USD,"0,925"\n',
        "Rate\tCode\tDate\n1,0672\tCHF\t12.11.2026\n0,925\tUSD\t12.11.2026",
        "\r\n12.11.2026;CHF;1.0672\r\n\r\n12.11.2026;USD;0.925\r\n",
        "Дата;Валюта;Курс\n12.11.2026;CHF;1,0672\n12.11.2026;USD;0,925",
    ],
)
def test_a_rate_a_row_with_any_separator_and_either_decimal_mark(table):
    assert read(table) == [("2026-11-12", "CHF", "1.0672", "EUR"), ("2026-11-12", "USD", "0.925", "EUR")]


def test_three_digits_behind_a_comma_are_decimals():
    assert read("2026-11-12;CHF;1,067") == [("2026-11-12", "CHF", "1.067", "EUR")]


def test_a_column_for_each_currency_as_the_european_central_bank_publishes():
    table = "Date, USD, JPY, BGN, \n12 November 2026, 1.0850, 168.03, N/A, \n2026-11-11,1.0801,,1.9558,\n"
    assert read(table, OF_EUR) == [
        ("2026-11-12", "EUR", "1.0850", "USD"),
        ("2026-11-12", "EUR", "168.03", "JPY"),
        ("2026-11-11", "EUR", "1.0801", "USD"),
        ("2026-11-11", "EUR", "1.9558", "BGN"),
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("31.11.2026;CHF;1.05", "“31.11.2026” is no day."),
        ("yesterday;CHF;1.05", "“yesterday” is no day."),
        ("2026-11-12;CHF;abc", "“abc” is no number."),
        ("2026-11-12;CHF", "“” is no number."),
        ("2026-11-12;CHF;1.05 EUR", "“1.05 EUR” is no number."),
        ("2026-11-12;CHF;1e3", "“1e3” is no number."),
    ],
)
def test_a_row_that_cannot_be_read_says_why_and_stops_no_other(row, sentence):
    broken, good = read_rates(f"day;currency;rate\n{row}\n2026-11-12;USD;0.9\n", IN_EUR)
    assert (broken.row, broken.told) == (2, None)
    assert broken.refusal.startswith(sentence)
    assert good.told.rate == Decimal("0.9")


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (" \n \n", "There is nothing in it."),
        ("day;currency;rate\n", "There is no rate in it"),
        ("Buchungstag;Betrag;Saldo\n12.11.2026;-5,00;100,00\n", "Its first row names no columns"),
        ('day;currency;rate\n"2026-11-12;CHF;1.05\n', "Its quotation marks do not close."),
        ("x" * 200_001, "This is too long"),
        ("2026-11-12;CHF;1.05\n" * 3_001, "These are more than 3000 rates."),
    ],
)
def test_what_is_no_table_of_rates_is_refused_as_a_whole(table, sentence):
    with pytest.raises(NotRates) as refused:
        read_rates(table, IN_EUR)
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_usual_encodings_are_read(encoding):
    table = decoded("Datum;Währung;Kurs\n12.11.2026;CHF;1,05\n".encode(encoding))
    assert read_rates(table, IN_EUR)[0].told.day == date(2026, 11, 12)
