"""Lots in the ledger: known by their receipts, written off first expiry first, given back as they were taken."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from stock import ledger
from stock.ledger import AnotherExpiry, ExpiredAlready, NotEnoughStock, ReceiptRefused, ReceivedLine
from stock.models import Lot, StockMovement
from tests.factories.catalog import make_material
from tests.factories.stock import (
    item_of,
    lots_of,
    make_lots,
    make_receipt,
    make_stocked,
    make_write_off,
    used,
)

pytestmark = pytest.mark.django_db
ACT = 41


def day(ahead):
    return timezone.localdate() + timedelta(days=ahead)


@pytest.fixture
def agar():
    """Three lots and some without: A goes first, then B, then what has no lot, then C, of which no day is known."""
    agar = make_material(name="Agar", unit="piece")
    make_lots(agar, ("B", 5, day(60)), ("C", 5, None), ("A", 2, day(20)), ("", 1, None))
    return agar


def taken(movements):
    return {row.lot: -row.quantity for row in movements}


def test_write_offs_take_lots_in_the_order_of_their_expiry(agar):
    assert taken(make_write_off(ACT, used(agar, "9"))) == {"A": 2, "B": 5, "": 1, "C": 1}
    assert lots_of(agar) == {"C": 4}


def test_a_lot_costs_what_it_cost_and_the_last_receipt_tells_of_what_says_nothing():
    zirconia = make_material()
    for lot, cost in (("A", "40.00"), ("B", "44.50"), ("C", None)):
        make_receipt(ReceivedLine(zirconia.pk, Decimal(1), lot, cost and Decimal(cost)))
    make_receipt(ReceivedLine(zirconia.pk, Decimal(1)))
    costs = {row.lot: row.unit_cost for row in make_write_off(ACT, used(zirconia, "4"))}
    assert costs == {"A": Decimal(40), "B": Decimal("44.50"), "C": Decimal("44.50"), "": Decimal("44.50")}


def test_what_is_taken_back_goes_into_its_lots_and_is_taken_anew(agar):
    first = make_write_off(ACT, used(agar, "3"))
    assert taken(first) == {"A": 2, "B": 1}
    back = make_write_off(ACT)
    assert {row.lot: row.quantity for row in back} == {"A": 2, "B": 1}
    assert {row.reverses for row in back} == set(first)
    assert lots_of(agar) == {"A": 2, "B": 5, "C": 5, "": 1}
    again = make_write_off(ACT, used(agar, "3"))
    assert {row.source_version for row in again} == {2}
    assert taken(again) == {"A": 2, "B": 1}


def test_the_same_use_again_leaves_its_lots_alone_even_if_another_would_go_first_now(agar):
    make_write_off(ACT, used(agar, "3"))
    make_lots(agar, ("D", 5, day(1)))
    assert make_write_off(ACT, used(agar, "3")) == []


def test_a_changed_use_takes_what_its_own_reversal_gives_back(agar):
    make_write_off(ACT, used(agar, "3"))
    rows = make_write_off(ACT, used(agar, "4"))
    assert taken(row for row in rows if row.quantity < 0) == {"A": 2, "B": 2}
    assert lots_of(agar) == {"B": 3, "C": 5, "": 1}


def test_acts_posted_together_share_the_lots(agar):
    order_event = make_write_off(ACT, used(agar, "1"))[0]
    rows = ledger.write_off_all(
        {1: [used(agar, "1")], 2: [used(agar, "3")]},
        order=order_event.order,
        event=order_event.event,
        on=day(0),
    )
    assert [(row.source, row.lot, -row.quantity) for row in rows] == [(1, "A", 1), (2, "B", 3)]


def test_what_has_expired_is_left_and_named_when_nothing_else_is_there(agar):
    plate = make_material(name="Plate", unit="piece")
    make_lots(plate, ("old", 9, day(-3)), ("new", 2, day(9)))
    assert taken(make_write_off(ACT, used(plate, "1"))) == {"new": 1}
    with pytest.raises(NotEnoughStock) as refused:
        make_write_off(7, used(plate, "2"))
    assert str(refused.value) == (
        "There is not enough in stock. Plate: needed 2 piece, on hand 10 piece, of which 9 have expired."
    )
    assert refused.value.shortages[0].missing == 1
    over = make_write_off(7, used(plate, "2"), override_shortage=True)
    assert {row.lot: row.shortage_overridden for row in over} == {"new": False, "old": True}


def test_what_is_not_there_at_all_stands_below_zero_without_a_lot(agar):
    rows = make_write_off(ACT, used(agar, "15"), override_shortage=True)
    assert {row.lot: row.shortage_overridden for row in rows} == {
        "A": False,
        "B": False,
        "": True,
        "C": False,
    }
    assert lots_of(agar) == {"": -2}
    make_lots(agar, ("E", 3, day(400)))
    with pytest.raises(NotEnoughStock, match="needed 2 piece, on hand 1 piece"):
        make_write_off(8, used(agar, "2"))
    assert taken(make_write_off(8, used(agar, "1"))) == {"E": 1}


def test_a_lot_comes_in_again_and_keeps_its_day(agar):
    make_lots(agar, ("A", 3, day(20)), ("B", 1, None), ("C", 1, day(7)))
    assert {lot.name: lot.expires_on for lot in Lot.objects.all()} == {
        "A": day(20),
        "B": day(60),
        "C": day(7),
    }
    assert lots_of(agar)["A"] == 5


def test_a_lot_with_another_day_than_before_is_refused_in_words(agar):
    with pytest.raises(AnotherExpiry, match=r"Lot A of Agar is good until .* by an earlier line, not until"):
        make_lots(agar, ("A", 1, day(21)))
    assert StockMovement.objects.count() == 4


def test_a_day_without_a_lot_is_refused(agar):
    with pytest.raises(ReceiptRefused, match="enter the lot too"):
        make_lots(agar, ("", 1, day(21)))


def test_what_has_expired_already_comes_in_once_somebody_says_so(agar):
    line = ReceivedLine(agar.pk, Decimal(1), "Z", expires_on=day(-1))
    with pytest.raises(ExpiredAlready, match="no longer good"):
        make_receipt(line)
    make_receipt(line, even_expired=True)
    assert item_of(agar).on_hand == 14


def test_the_lot_of_one_item_is_not_the_lot_of_another(agar):
    make_stocked("4", lot="A", expires_on=day(99))
    assert Lot.objects.filter(name="A").count() == 2
