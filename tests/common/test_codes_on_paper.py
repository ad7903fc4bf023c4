"""Codes on papers: bars and squares as pictures inside the page."""

from urllib.parse import unquote

from common.templatetags.paper import QUIET, bar_code, in_fours, qr_code


def test_bars_are_a_picture_with_blank_sides():
    drawn = unquote(bar_code("1000001234").removeprefix("data:image/svg+xml,"))
    # start, five pairs of digits and a check of eleven modules each, a stop of thirteen
    assert f'viewBox="0 0 {11 * 7 + 13 + 2 * QUIET} 10"' in drawn
    assert f"M{QUIET} 0h2v10" in drawn
    assert drawn.count("M") == 3 * 7 + 4


def test_another_code_has_other_bars():
    assert bar_code("1000001234") != bar_code("1000001243")
    assert qr_code("1000001234") != qr_code("1000001243")


def test_digits_stand_in_fours_that_no_line_breaks():
    assert in_fours("1000001234") == "1000\N{NO-BREAK SPACE}0012\N{NO-BREAK SPACE}34"
