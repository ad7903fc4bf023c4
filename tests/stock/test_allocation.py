"""Which lots are taken: first expiry first, never more of one than there is, and always exactly what is needed."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from stock.allocation import LotStock, Taken, in_order, take, total, usable, without
from tests.sizes import thorough

TODAY = date(2026, 11, 26)
SOON, LATER, PAST = TODAY + timedelta(days=9), TODAY + timedelta(days=90), TODAY - timedelta(days=1)


def lot(name, on_hand, expires_on=None, came=0):
    return LotStock(name, Decimal(on_hand), expires_on, came)


def test_the_first_to_expire_goes_first_then_what_says_no_day_the_oldest_first():
    lots = [
        lot("", 1),
        lot("new", 1, None, 9),
        lot("old", 1, None, 3),
        lot("later", 1, LATER, 1),
        lot("soon", 1, SOON, 8),
    ]
    assert [part.lot for part in take(lots, Decimal(5), TODAY)] == ["soon", "later", "", "old", "new"]


def test_a_lot_that_does_not_suffice_is_emptied_and_the_next_one_begun():
    lots = [lot("soon", "1.5", SOON), lot("later", 4, LATER)]
    assert take(lots, Decimal(2), TODAY) == [Taken("soon", Decimal("1.5")), Taken("later", Decimal("0.5"))]


def test_what_has_expired_is_left_while_other_lots_suffice():
    lots = [lot("gone", 10, PAST), lot("later", 4, LATER)]
    assert usable(lots, TODAY) == 4
    assert take(lots, Decimal(3), TODAY) == [Taken("later", Decimal(3))]


def test_a_lot_is_good_on_its_last_day():
    assert usable([lot("today", 2, TODAY)], TODAY) == 2


def test_who_takes_more_than_is_good_takes_what_expired_and_then_what_is_not_there():
    lots = [lot("gone", 2, PAST), lot("later", 4, LATER)]
    assert take(lots, Decimal(7), TODAY) == [
        Taken("later", Decimal(4)),
        Taken("gone", Decimal(2), is_over=True),
        Taken("", Decimal(1), is_over=True),
    ]


def test_a_lot_below_zero_is_owed_by_the_others():
    lots = [lot("", -3), lot("A", 5)]
    assert usable(lots, TODAY) == 2
    assert take(lots, Decimal(4), TODAY) == [Taken("A", Decimal(4), is_over=True)]


quantities = st.integers(-20_000, 20_000).map(lambda units: Decimal(units).scaleb(-3))
days = st.none() | st.integers(-40, 40).map(lambda days: TODAY + timedelta(days=days))
stocks = st.lists(
    st.builds(LotStock, st.sampled_from(["", *"ABCDEFG"]), quantities, days, st.integers(1, 9)),
    max_size=7,
    unique_by=lambda one: one.name,
)
needs = st.integers(1, 60_000).map(lambda units: Decimal(units).scaleb(-3))


@thorough
@given(stocks, needs)
def test_whatever_lies_there_what_is_taken_is_what_is_needed_and_what_is_not_over_was_there_and_good(
    lots, needed
):
    parts, there = take(lots, needed, TODAY), {one.name: one for one in lots}
    assert sum(part.quantity for part in parts) == needed
    assert len({part.lot for part in parts}) == len(parts)
    assert all(part.quantity > 0 for part in parts)
    free = usable(lots, TODAY)
    assert any(part.is_over for part in parts) == (needed > free)
    for part in parts:
        if not part.is_over:
            assert part.quantity <= there[part.lot].on_hand
            assert not there[part.lot].has_expired(TODAY)
        elif part.lot:
            assert part.quantity <= there[part.lot].on_hand
    assert total(without(lots, parts)) == total(lots) - needed


@thorough
@given(stocks, needs)
def test_nothing_is_begun_before_what_expires_earlier_is_used_up(lots, needed):
    taken = {part.lot: part.quantity for part in take(lots, needed, TODAY) if not part.is_over}
    good = [one for one in in_order(lots) if one.on_hand > 0 and not one.has_expired(TODAY)]
    touched = [one for one in good if one.name in taken]
    for earlier in good[: good.index(touched[-1])] if touched and needed <= usable(lots, TODAY) else []:
        assert taken[earlier.name] == earlier.on_hand
