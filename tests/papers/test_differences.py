"""What differs between two papers, in words."""

from hypothesis import given
from hypothesis import strategies as st

from papers.differences import Difference, differences


def value(name, said, **more):
    return {"name": name, "value": said, **more}


def test_a_value_is_named_by_its_row():
    before = {"values": [value("Na", "140"), value("K", "4.1", unit="mmol/l")]}
    after = {"values": [value("K", "6.1", unit="mmol/l"), value("Na", "140")]}
    assert differences(before, after) == [Difference("K", "4.1", "6.1")]


def test_what_else_differs_in_a_row_is_named_too():
    before, after = {"values": [value("K", "6.1", flag="")]}, {"values": [value("K", "6.1", flag="H")]}
    assert differences(before, after) == [Difference("K · flag", "", "H")]


def test_rows_that_came_and_went():
    before, after = {"values": [value("K", "4.1")]}, {"values": [value("Na", "140")]}
    assert differences(before, after) == [Difference("Na", "", "140"), Difference("K", "4.1", "")]


def test_a_field_of_a_field_is_named_by_both_in_words():
    before = {"lab": {"legal_name": "A"}, "note": None}
    assert differences(before, {"lab": {"legal_name": "B"}, "note": ""}) == [
        Difference("lab · legal name", "A", "B")
    ]


def test_rows_without_a_name_are_counted():
    before, after = {"rows": [["a", "b"], ["c"]]}, {"rows": [["a", "x"], ["c"], ["d"]]}
    assert differences(before, after) == [
        Difference("rows · 1 · 2", "b", "x"),
        Difference("rows · 3 · 1", "", "d"),
    ]


def test_two_rows_of_one_name_are_told_apart_by_their_sequence():
    before = {"lines": [value("Crown", "1"), value("Crown", "2")]}
    after = {"lines": [value("Crown", "1"), value("Crown", "3")]}
    assert differences(before, after) == [Difference("Crown", "2", "3")]


plain = st.recursive(
    st.none() | st.booleans() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "value", "code", "rows", "lab"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["name", "values", "lab"]), plain), st.data())
def test_nothing_differs_from_itself_and_no_paper_is_too_odd_to_compare(before, data):
    after = data.draw(st.dictionaries(st.sampled_from(["name", "values", "lab"]), plain))
    assert differences(before, before) == []
    assert all(isinstance(one, Difference) for one in differences(before, after))
