"""The geometry of the chart: everything stands within its box, the shapes tell the flags."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from documents.results.chart import LARGE, SPARK, Measured, draw

DAY = date(2026, 11, 26)


def measured(*numbers, flag="") -> list[Measured]:
    return [Measured(DAY + timedelta(days=30 * n), Decimal(number), flag) for n, number in enumerate(numbers)]


def test_higher_stands_above_and_later_to_the_right():
    chart = draw(measured("4.1", "6.1", "5"), Decimal("3.9"), Decimal("5.1"))
    first, second, last = ((float(point.x), float(point.y)) for point in chart.points)
    assert first[0] < second[0] < last[0]
    assert second[1] < last[1] < first[1]
    assert [point.is_last for point in chart.points] == [False, False, True]
    assert chart.line.startswith(f"M{chart.points[0].x} {chart.points[0].y} L")


def test_the_shape_tells_the_flag():
    flags = ["", "L", "H", "LL", "HH", "??"]
    results = [Measured(DAY, Decimal(n), flag) for n, flag in enumerate(flags)]
    points = draw(results, None, None).points
    assert [point.shape for point in points] == ["disc", "down", "up", "down", "up", "diamond"]
    assert [point.is_critical for point in points] == [False, False, False, True, True, False]


def test_the_band_reaches_to_the_edge_where_a_limit_is_open():
    top, height = map(float, draw(measured("4", "5"), Decimal("3"), None).band)
    assert top == SPARK.top
    assert top + height < SPARK.height - SPARK.bottom
    assert draw(measured("4", "5"), None, None).band is None


def test_results_of_one_day_stand_beside_one_another():
    chart = draw([Measured(DAY, Decimal(1)), Measured(DAY, Decimal(1))], None, None)
    assert len({point.x for point in chart.points}) == 2


some_number = st.decimals(-(10**9), 10**9, places=6)


@given(
    st.lists(st.tuples(st.integers(0, 4000), some_number), min_size=1, max_size=12),
    st.none() | some_number,
    st.none() | some_number,
    st.sampled_from([SPARK, LARGE]),
)
def test_everything_stands_within_the_box(results, low, high, size):
    if low is not None and high is not None and low > high:
        low, high = high, low
    shown = [Measured(DAY + timedelta(days=days), number) for days, number in sorted(results)]
    chart = draw(shown, low, high, size)
    for point in chart.points:
        assert 0 <= float(point.x) <= size.width
        assert 0 <= float(point.y) <= size.height
    if chart.band:
        top, height = map(float, chart.band)
        assert top >= -0.1
        assert top + height <= size.height + 0.6
