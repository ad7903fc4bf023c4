"""The month that a page is read by."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.months import Month


def test_a_month_runs_from_its_first_day_to_its_last():
    assert (Month(2028, 2).first, Month(2028, 2).last) == (date(2028, 2, 1), date(2028, 2, 29))


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "26-11", "1999-12", "2026-11-01", "٢٠٢٦-11"]
)
def test_what_is_no_month_is_none(text):
    assert Month.read(text) is None


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_lies_in_its_month_and_months_follow_one_another(day):
    month = Month.of(day)
    assert month.first <= day <= month.last
    assert month.before.after == month == month.after.before
    assert Month.read(str(month)) == month
