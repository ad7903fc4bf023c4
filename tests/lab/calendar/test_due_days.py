"""What is said of a day on which nobody works."""

from datetime import date

import pytest

from lab.calendar import calendar_of_the_house, no_working_day
from tests.factories.lab import (
    make_exception,
    make_week,
)
from tests.lab.calendar.sending import XMAS

pytestmark = pytest.mark.django_db


def test_a_closed_day_is_named_with_its_reason_and_the_next_working_day():
    make_exception(XMAS, name="Christmas")
    house = calendar_of_the_house()
    assert no_working_day(date(2026, 12, 6), house) == "Sun 6 Dec is no working day; Mon 7 Dec is the next."
    assert no_working_day(XMAS, house) == "Fri 25 Dec is no working day (Christmas); Mon 28 Dec is the next."
    assert no_working_day(date(2026, 12, 7), house) == ""


def test_a_house_that_never_works_says_nothing_and_breaks_nothing():
    make_week(is_open=False)
    assert no_working_day(XMAS, calendar_of_the_house()) == ""
