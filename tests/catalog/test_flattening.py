"""Complex services flattened: quantities multiply along each way and add up over all; no circle goes unseen."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.flattening import flatten, way_round
from tests.sizes import thorough

D = Decimal


@st.composite
def acyclic(draw):
    """Services 0…n, each of which includes some with higher numbers."""
    size = draw(st.integers(min_value=1, max_value=9))
    quantities = st.integers(min_value=1, max_value=5000).map(lambda n: D(n) / 1000)
    return {
        bundle: draw(
            st.lists(
                st.tuples(st.integers(min_value=bundle + 1, max_value=size), quantities),
                unique_by=lambda row: row[0],
                max_size=4,
            )
        )
        for bundle in range(size)
    }


def along_every_way(bundle, includes):
    """Part → quantity, way by way: what flattening must come to."""
    found = {}
    for service, quantity in includes.get(bundle, ()):
        if not includes.get(service):
            found[service] = found.get(service, D(0)) + quantity
            continue
        for part, inside in along_every_way(service, includes).items():
            found[part] = found.get(part, D(0)) + quantity * inside
    return found


@thorough
@given(acyclic())
def test_quantities_are_multiplied_along_each_way_and_added_up(includes):
    assert flatten(0, includes) == along_every_way(0, includes)


@thorough
@given(acyclic())
def test_without_a_circle_none_is_found_and_with_one_the_way_is_told(includes):
    assert all(way_round(bundle, includes) == [] for bundle in includes)
    reached = list(along_every_way(0, includes))
    for last in reached:
        closed = includes | {last: [(0, D(1))]}
        way = way_round(0, closed)
        assert (way[0], way[-1], way[-2]) == (0, 0, last)
        assert all(step[1] in dict(closed[step[0]]) for step in itertools.pairwise(way))
        with pytest.raises(ValueError, match="includes itself"):
            flatten(0, closed)


def test_parts_stand_as_one_reads_them():
    includes = {1: [(2, D(2)), (5, D(1))], 2: [(3, D(1)), (4, D("0.5"))]}
    assert list(flatten(1, includes).items()) == [(3, D(2)), (4, D("1.0")), (5, D(1))]


def test_a_complex_service_that_works_itself_is_a_part_beside_what_it_includes():
    includes = {1: [(2, D(2))], 2: [(3, D(3))]}
    assert flatten(1, includes, working={2}) == {2: D(2), 3: D(6)}
    assert list(flatten(1, includes, working={2})) == [2, 3]


def test_the_same_service_on_two_ways_is_one_part():
    includes = {1: [(2, D(1)), (3, D(2)), (4, D(1))], 2: [(4, D(5))], 3: [(4, D(10))]}
    assert flatten(1, includes) == {4: D(26)}


def test_a_eighty_levels_of_two_and_two_are_no_trouble():
    includes = {}
    for level in range(80):
        includes |= {2 * level: [(2 * level + 2, D(1)), (2 * level + 3, D(1))]}
        includes |= {2 * level + 1: [(2 * level + 2, D(1)), (2 * level + 3, D(1))]}
    assert sum(flatten(0, includes).values()) == D(2**80)


def test_what_includes_nothing_has_no_parts():
    assert flatten(1, {}) == {}
    assert way_round(1, {}) == []
