"""Days as people type them, read against a Thursday, 26 November 2026."""

from datetime import date, timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from common.day_bounds import BIRTHDAYS, CALENDAR, FACTS, KNOWN, PAST, SEARCHED, USUAL
from common.dayfields import DayField, DayText, TypedDayField

TODAY = date(2026, 11, 26)
READ = {
    "4.12": (12, 4),
    "4.12.": (12, 4),
    "4. 12. 26": (12, 4),
    "04.12.2026": (12, 4),
    "2026-12-04": (12, 4),
    "4 Dec": (12, 4),
    "4. december 2026": (12, 4),
    "Fri 4 Dec 2026": (12, 4),
    "26.11": (11, 26),
    "fri": (11, 27),
    "Thu": (12, 3),
    "tomorrow": (11, 27),
    "+3": (11, 29),
    "+ 3": (11, 29),
}
UNREAD = (
    "4",
    "t",
    "5/6/2026",
    "26-11-25",
    "31.11",
    "30.2.",
    "4-12",
    "+999",
    "soon",
    "1 Ju",
    "4 Dec fri",
    "4.12.0000",
)


def read(text: str) -> date:
    field = TypedDayField()
    field.today, field.days_on = TODAY, lambda count: TODAY + timedelta(days=count)
    return field.clean(text)


@pytest.mark.parametrize(("text", "day"), READ.items())
def test_a_day_is_read_as_it_is_said(text, day):
    assert read(text) == date(2026, *day)


BACK = {
    "4.12": (2025, 12, 4),
    "26.11": (2026, 11, 26),
    "25.11": (2026, 11, 25),
    "29.2.": (2024, 2, 29),
    "4.12.65": (1965, 12, 4),
    "28.11.26": (2026, 11, 28),
    "4 Dec": (2025, 12, 4),
    "fri": (2026, 11, 20),
    "Thu": (2026, 11, 19),
    "yesterday": (2026, 11, 25),
    "-3": (2026, 11, 23),
    "+1": (2026, 11, 27),
    "Fri 4 Dec 2026": (2026, 12, 4),
}


@pytest.mark.parametrize(("text", "day"), BACK.items())
def test_where_one_looks_back_a_day_without_its_year_is_the_last_one(text, day):
    field = DayField(bounds=SEARCHED)
    field.today = TODAY
    assert field.clean(text) == date(*day)


def test_which_way_a_field_reads_follows_from_its_bounds():
    back = [one for one in (USUAL, KNOWN, PAST, FACTS, BIRTHDAYS, CALENDAR, SEARCHED) if one.looks_back]
    assert back == [KNOWN, PAST, FACTS, BIRTHDAYS, SEARCHED]
    for bounds, example in ((PAST, "-3"), (USUAL, r"\+3")):
        with pytest.raises(ValidationError, match=f"for example 4.12, {example} or fri"):
            DayField(bounds=bounds).clean("soon")


def test_what_could_be_read_is_written_out_where_the_form_comes_back():
    class Asked(forms.Form):
        on = DayField(bounds=PAST)

    for typed, shown in (("2026-11-04", "Wed 4 Nov 2026"), ("4.11.2026", "Wed 4 Nov 2026"), ("soon", "soon")):
        assert Asked({"on": typed})["on"].value() in (shown, date(2026, 11, 4))
        assert f'value="{shown}"' in str(Asked({"on": typed})["on"])


def test_a_day_without_its_year_is_the_next_one():
    assert (read("25.11"), read("29.2.")) == (date(2027, 11, 25), date(2028, 2, 29))


@pytest.mark.parametrize("text", UNREAD)
def test_what_names_no_day_is_refused_with_an_example(text):
    with pytest.raises(ValidationError, match=r"Enter a day, for example 4\.12, \+3 or fri\."):
        read(text)


def test_a_weekday_that_the_day_is_not_is_asked_about():
    with pytest.raises(ValidationError, match="this one is a Friday, 4 December 2026"):
        read("Sat 4 Dec 2026")


@pytest.mark.parametrize("language", ["ru", "de"])
def test_what_the_page_writes_is_read_in_its_language_and_english_too(language):
    with override(language):
        for ahead in range(0, 400, 11):
            day = TODAY + timedelta(days=ahead)
            assert read(DayText().format_value(day)) == day
        assert read("fri") == date(2026, 11, 27)
