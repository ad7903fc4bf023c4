"""Where days are read: each exactly once, whole months where nothing forbids it."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from common.months import Month
from sums.spans import NO_END, joined, of_days, split, without

DAY = timedelta(days=1)
BEGIN = date(2035, 1, 1)
day = st.integers(0, 400).map(lambda n: BEGIN + n * DAY)


def days_of(spans):
    return [first + place * DAY for first, last in spans for place in range((last - first).days + 1)]


@st.composite
def cells(draw):
    """Spans that follow one another, perhaps with days in between."""
    ends = sorted(draw(st.sets(day, min_size=2, max_size=8)))
    return [(one, two - DAY) for one, two in pairwise(ends)][:: draw(st.integers(1, 2))]


@given(cells(), st.none() | day, st.sets(day, max_size=6))
def test_each_day_is_read_once_where_it_may_be(spans, begins, touched):
    found = split(spans, begins, sorted(touched))
    months, days, live = (days_of(one) for one in (found.months, found.days, found.live))
    assert sorted([*months, *days, *live]) == sorted(days_of(spans))
    must = {one for one in days_of(spans) if one in touched or (begins and one < begins)}
    assert set(live) == must
    for first, last in found.months:
        assert (first.day, last) == (1, Month.of(last).last)
    for month in {Month.of(one) for one in months}:
        assert any(first <= month.first and month.last <= last for first, last in spans)


def test_a_whole_month_is_read_as_one():
    year = [(date(2035, 1, 1), date(2035, 12, 31))]
    assert split(year, None, []).months == year
    touched = split(year, None, [date(2035, 6, 10)])
    assert touched.months == [(date(2035, 1, 1), date(2035, 5, 31)), (date(2035, 7, 1), date(2035, 12, 31))]
    assert touched.days == [(date(2035, 6, 1), date(2035, 6, 9)), (date(2035, 6, 11), date(2035, 6, 30))]


def test_an_open_end_is_read_to_the_end():
    found = split([(date(2035, 1, 15), NO_END)], None, [])
    assert found.days == [(date(2035, 1, 15), date(2035, 1, 31))]
    assert found.months == [(date(2035, 2, 1), NO_END)]


def test_spans_that_touch_are_one():
    assert joined([(BEGIN, BEGIN), (BEGIN + DAY, BEGIN + 2 * DAY)]) == [(BEGIN, BEGIN + 2 * DAY)]
    assert of_days([BEGIN, BEGIN + 2 * DAY]) == [(BEGIN, BEGIN), (BEGIN + 2 * DAY, BEGIN + 2 * DAY)]
    assert list(without((BEGIN, BEGIN + DAY), [(BEGIN, BEGIN + DAY)])) == []
