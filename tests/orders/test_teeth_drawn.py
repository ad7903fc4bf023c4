"""The teeth of a chart are drawn by what they are: alike where all of it is alike, of a page and of a paper."""

from orders.teeth import Numbers, read
from orders.teeth.chart import chart_of, plain
from orders.templatetags.dental import teeth_of_jaw


def test_a_tooth_is_drawn_as_its_cell_says_whatever_was_drawn_before():
    charts = [
        chart_of([read(typed)], missing, numbers)
        for typed, missing in (("11", ()), ("11i", ()), ("12", (11,)), ("11", (18,)))
        for numbers in (Numbers.FDI, Numbers.UNIVERSAL)
    ]
    drawn = [teeth_of_jaw(chart.upper) for chart in charts]
    assert len(set(drawn)) == len(charts)
    assert [teeth_of_jaw(chart.upper) for chart in charts] == drawn
    assert [teeth_of_jaw(plain(chart)["upper"]) for chart in charts] == drawn


def test_the_editor_draws_what_it_may_show():
    upper = chart_of([read("11")]).upper
    assert "tooth-ring" not in teeth_of_jaw(upper)
    for part in ('data-tooth="11"', "tooth-ring", "tooth-screw", "tooth-wing", "tooth-cross"):
        assert teeth_of_jaw(upper, in_editor=True).count(part) >= 1
