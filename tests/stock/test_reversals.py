"""Taking back a receipt: one to one, with a reason, and not what is used already unless somebody overrides it."""

from decimal import Decimal

import pytest

from lab.events import NotAllowed
from stock import ledger
from stock.ledger import ReceivedLine, ReversalRefused, UsedAlready
from tests.factories.catalog import make_material
from tests.factories.lab import make_cause, make_employee
from tests.factories.stock import lots_of, make_receipt, make_write_off, used

pytestmark = pytest.mark.django_db


@pytest.fixture
def agar():
    return make_material(name="Agar", unit="piece")


def receipt(agar, quantity="10", lot="A"):
    return make_receipt(ReceivedLine(agar.pk, Decimal(quantity), lot, Decimal("2.50")))


def take_back(receipt, *, role="accountant", reason="Booked twice", **fields):
    by = make_cause(make_employee(roles=[role]))
    return ledger.reverse_receipt(receipt.pk, by, reason=reason, **fields)


def test_a_receipt_is_taken_back_line_by_line(agar):
    wax = make_material()
    came = make_receipt(ReceivedLine(agar.pk, Decimal(2), "A"), ReceivedLine(wax.pk, Decimal(3)))
    rows = take_back(came)
    assert {row.reverses for row in rows} == set(came.movements.filter(reverses=None))
    assert (lots_of(agar), lots_of(wax)) == ({}, {})
    assert rows[0].event.reason == "Booked twice"
    assert rows[0].receipt == came


def test_what_is_used_already_is_named_and_nothing_is_taken_back(agar):
    came = receipt(agar)
    make_write_off(1, used(agar, "4"))
    with pytest.raises(UsedAlready) as refused:
        take_back(came)
    assert str(refused.value) == (
        "Some of it is used already, so it cannot be taken back: Agar, lot A: 4 of 10 piece."
    )
    assert lots_of(agar) == {"A": 6}


def test_what_another_receipt_brought_of_the_lot_may_stay(agar):
    first, _second = receipt(agar), receipt(agar, "5")
    make_write_off(1, used(agar, "4"))
    take_back(first)
    assert lots_of(agar) == {"A": 1}


def test_who_may_override_takes_it_back_all_the_same(agar):
    came = receipt(agar)
    make_write_off(1, used(agar, "4"))
    (row,) = take_back(came, role="manager", override_shortage=True)
    assert row.shortage_overridden
    assert lots_of(agar) == {"A": -4}


def test_an_accountant_does_not_override(agar):
    with pytest.raises(NotAllowed):
        take_back(receipt(agar), override_shortage=True)


def test_a_receipt_is_taken_back_once_and_with_a_reason(agar):
    came = receipt(agar)
    with pytest.raises(ReversalRefused, match="Say why"):
        take_back(came, reason="  ")
    take_back(came)
    with pytest.raises(ReversalRefused, match="taken back already"):
        take_back(came)


def test_a_technician_takes_nothing_back(agar):
    with pytest.raises(NotAllowed):
        take_back(receipt(agar), role="technician")


def test_a_receipt_that_was_taken_back_says_nothing_of_costs_any_more(agar):
    take_back(receipt(agar))
    make_receipt(ReceivedLine(agar.pk, Decimal(1), "B"))
    (row,) = make_write_off(1, used(agar, "1"))
    assert row.unit_cost is None
