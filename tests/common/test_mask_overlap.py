"""Whether two masks of numbers could give out the same one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.mask_overlap import may_give_the_same
from common.numbering import format_number


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("D-{yyyy}-{n:05}", "D-{yyyy}-{n:03}", True),
        ("D-{yyyy}-{n:05}", "E-{yyyy}-{n:05}", False),
        ("D-{yyyy}-{n:05}", "D2-{yyyy}-{n:05}", False),
        ("A-{n}", "A-1{n}", True),
        ("{n}-A", "{n}", False),
        ("D-{yyyy}-{n}", "D-{yy}-{n}", False),
        ("D-{yy}{n:02}", "D-{yyyy}{n}", True),
        ("D-{n}.1", "D-{n}", False),
        ("HEM-{yyyy}-{n:05}", "HEM-2026-{n:05}", True),
    ],
)
def test_masks_that_meet(one, other, said):
    assert may_give_the_same(one, other) is said
    assert may_give_the_same(other, one) is said


WORDS = st.text("AB1-.", max_size=3)
YEARS, SERIALS = st.sampled_from(["", "{yyyy}", "{yy}"]), st.sampled_from(["{n}", "{n:03}"])
MASKS = st.tuples(WORDS, YEARS, WORDS, SERIALS, WORDS).map("".join)
DRAWN = st.tuples(st.integers(1, 5000), st.sampled_from([2026, 2031]))


@given(MASKS, MASKS, DRAWN, DRAWN)
def test_masks_that_do_not_meet_never_give_the_same_number(one, other, first, second):
    if format_number(one, *first) == format_number(other, *second):
        assert may_give_the_same(one, other)
