"""Teeth: their numbers, what people type, bridges and what may not be, how many they make."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import CountsBy as AsTheCatalogueCounts
from lab.models import ToothNumbers
from orders.teeth import (
    TEETH,
    CountsBy,
    Numbers,
    Role,
    Work,
    WrongTeeth,
    count,
    drives,
    in_mouth,
    jaw_of,
    read,
    read_plain,
    shown,
    spans_of,
    why_not,
    written,
    written_plain,
)
from orders.teeth.fdi import ROWS, between, is_run
from orders.teeth.notation import tooth_called

teeth = st.sampled_from(sorted(TEETH))
some_teeth = st.sets(teeth, max_size=20)
notations = st.sampled_from(list(Numbers))


@st.composite
def right_works(draw):
    """Teeth of a line as they may be: bridges that hold, single teeth, implants that say what they are."""
    works: list[Work] = []
    for span, row in enumerate(draw(st.lists(st.sampled_from(ROWS), max_size=2, unique=True)), start=1):
        first = draw(st.integers(0, len(row) - 2))
        run = row[first : draw(st.integers(first + 2, len(row)))]
        roles = [draw(st.sampled_from([Role.ABUTMENT, Role.PONTIC])) for _tooth in run]
        roles[draw(st.sampled_from([0, -1]))] = Role.ABUTMENT
        works += [Work(tooth, role, span) for tooth, role in zip(run, roles, strict=True)]
    taken = {work.tooth for work in works}
    works += [Work(tooth) for tooth in draw(some_teeth) - taken]
    return tuple(sorted(works, key=lambda work: in_mouth([one.tooth for one in works]).index(work.tooth)))


def _tried(act, *args):
    """(what came, why it was refused)."""
    try:
        return act(*args), None
    except WrongTeeth as wrong:
        return None, wrong


def bare(works):
    """Which teeth, which kinds, which stand in one bridge."""
    return (
        [(work.tooth, work.role) for work in works],
        {frozenset(work.tooth for work in span) for span in spans_of(works)},
    )


@given(right_works(), notations, st.booleans())
def test_what_is_written_is_read_as_the_same(works, numbers, bridges):
    assert why_not(works) is None
    assert bare(read(written(works, numbers, bridges=bridges), numbers, bridges=bridges)) == bare(works)


@given(some_teeth, notations)
def test_teeth_alone_are_written_and_read_too(found, numbers):
    assert set(read_plain(written_plain(found, numbers), numbers)) == found


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused_with_what_is_wrong(text):
    works, wrong = _tried(read, text)
    assert {work.tooth for work in works or ()} <= TEETH
    assert wrong is None or wrong.teeth or wrong.text


@given(teeth, notations)
def test_each_tooth_has_one_name_in_each_notation(tooth, numbers):
    assert tooth_called(shown(tooth, numbers), numbers) == tooth
    assert len({shown(one, numbers) for one in TEETH}) == 52


@given(teeth, teeth)
def test_a_range_is_a_run_within_one_row_or_refused(first, last):
    run, wrong = _tried(between, first, last)
    if wrong:
        assert (wrong.kind == "two_jaws") == (jaw_of(first) != jaw_of(last))
    else:
        assert {first, last} <= set(run)
        assert is_run(run)


@given(right_works())
def test_teeth_count_as_their_service_does(works):
    assert count(works, CountsBy.UNIT) is None
    if works:
        assert count(works, CountsBy.ORDER) == 1
        assert 1 <= count(works, CountsBy.JAW) <= 2
        assert count(works, CountsBy.SPAN) <= count(works, CountsBy.TOOTH) == len(works)
    else:
        assert count(works, CountsBy.TOOTH) is None


def test_a_range_follows_the_mouth_and_not_the_numbers():
    assert [work.tooth for work in read("22-12")] == [12, 11, 21, 22]
    assert [work.tooth for work in read("52-62")] == [52, 51, 61, 62]
    assert written(read("13, 11, 12, 15")) == "11-13, 15"
    assert written(read("22, 12, 11, 21")) == "12-22"


def test_a_bridge_is_a_range_whose_ends_say_what_they_are():
    (span,) = spans_of(read("11, 13a-15a"))
    assert [(work.tooth, work.role) for work in span] == [(15, "abutment"), (14, "pontic"), (13, "abutment")]
    assert written(read("15A – 13a 11")) == "11, 13a-15a"
    assert written(read("13a-14a-15p")) == "13a-14a-15p"


def test_where_bridges_are_made_a_range_is_one_and_single_teeth_are_named_one_by_one():
    assert read("13-15, 21", bridges=True) == read("13a-15a, 21")
    assert written(read("13, 14, 15"), bridges=True) == "13, 14, 15"


def test_pontics_charged_apart_are_not_counted():
    works = read("11, 13a-16a")
    assert (count(works, "tooth"), count(works, "tooth", pontics_apart=True)) == (5, 3)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("19", "no_tooth"),
        ("86", "no_tooth"),
        ("0", "no_tooth"),
        ("11x", "no_tooth"),
        ("11--12", "no_tooth"),
        ("14-34", "two_jaws"),
        ("13a-33a", "two_jaws"),
        ("53-13", "two_dentitions"),
        ("11 12 11", "named_twice"),
        ("11-13 12", "named_twice"),
        ("13a-15", "unsaid_in_span"),
    ],
)
def test_what_cannot_be_is_refused_when_it_is_read(typed, kind):
    with pytest.raises(WrongTeeth) as refused:
        read(typed)
    assert refused.value.kind == kind


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("14p", "pontic_alone"),
        ("14w", "wing_alone"),
        ("13p-15p", "span_unheld"),
        ("13u-15a", "unsaid_in_span"),
        ("36i", "implant_unsaid"),
    ],
)
def test_what_may_not_be_is_named(typed, kind):
    assert why_not(read(typed)).kind == kind


def test_a_bridge_leaves_no_tooth_out_and_stays_in_one_jaw():
    def span(*found):
        return [Work(tooth, Role.ABUTMENT, 1) for tooth in found]

    assert why_not(span(13, 14)) is None
    assert why_not(span(13, 15)).kind == "span_broken"
    assert why_not(span(11, 41)).kind == "two_jaws"
    assert why_not(span(53, 13)).kind == "span_broken"
    assert why_not(span(13)).kind == "span_of_one"
    assert why_not([Work(13, Role.MISSING)]).kind == "no_kind"
    assert why_not([Work(19)]).kind == "no_tooth"
    assert why_not([Work(36, Role.IMPLANT, system="Conical", platform="RP")]) is None


def test_two_hundred_teeth_are_refused_as_soon_as_one_comes_again():
    with pytest.raises(WrongTeeth) as refused:
        read(" ".join(str(tooth) for tooth in sorted(TEETH) * 4))
    assert refused.value.kind == "named_twice"


def test_in_america_teeth_are_counted_around_the_mouth():
    assert [shown(tooth, "universal") for tooth in (18, 28, 38, 48, 55, 65, 75, 85)] == [
        *("1", "16", "17", "32"),
        *("A", "J", "K", "T"),
    ]
    assert written(read("13a-15a"), "universal") == "4a-6a"
    assert [work.tooth for work in read("Ap-ba", "universal")] == [55, 54]


@pytest.mark.parametrize(
    ("said", "typed", "came", "before", "follows"),
    [
        ("teeth", "7", "1", None, True),
        ("hand", "1", "1", None, False),
        ("", "1", "1", None, True),
        ("", "4", "1", None, False),
        ("", "3", "3", 3, True),
        ("", "3", "3", 2, False),
        ("", "5", "3", 3, False),
    ],
)
def test_a_quantity_follows_the_teeth_until_a_person_types_it(said, typed, came, before, follows):
    assert drives(said, Decimal(typed), Decimal(came), before) is follows


def test_the_catalogue_and_the_settings_know_the_same_words():
    assert set(AsTheCatalogueCounts.values) == set(CountsBy)
    assert set(ToothNumbers.values) == set(Numbers)
