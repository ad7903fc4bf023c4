"""Corrections: one lot up or down, with a reason, and never below zero unless somebody with the right says so."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from lab.events import NotAllowed
from stock import ledger
from stock.ledger import CorrectionRefused, NotEnoughStock
from tests.factories.catalog import make_material
from tests.factories.lab import make_cause, make_employee
from tests.factories.stock import item_of, lots_of, make_lots, make_stocked, make_write_off, used

pytestmark = pytest.mark.django_db


@pytest.fixture
def agar():
    agar = make_material(name="Agar", unit="piece")
    make_lots(agar, ("A", 5, None), ("B", 5, None))
    return agar


def correct(material, quantity, *, role="manager", **fields):
    fields = {"lot": "A", "why": "broken", **fields}
    by = make_cause(make_employee(roles=[role]))
    return ledger.correct(item_of(material).pk, by, quantity=Decimal(quantity), **fields)


@pytest.mark.parametrize("role", ["manager", "accountant"])
def test_a_lot_goes_down_and_up(agar, role):
    movement = correct(agar, "-2", role=role, note="fell off the bench")
    assert (movement.says, movement.event.verb, movement.kind) == (
        "broken or spoilt · fell off the bench",
        "correct_stock",
        "correction",
    )
    correct(agar, "0.5", role=role, why="found")
    assert lots_of(agar) == {"A": Decimal("3.5"), "B": 5}


def test_less_than_nothing_of_the_lot_is_refused_whatever_other_lots_hold(agar):
    with pytest.raises(NotEnoughStock, match="Agar, lot A: needed 6 piece, on hand 5 piece"):
        correct(agar, "-6")
    assert lots_of(agar) == {"A": 5, "B": 5}


def test_less_than_nothing_of_all_lots_together_is_refused_too(agar):
    make_write_off(1, used(agar, "12"), override_shortage=True)
    make_lots(agar, ("A", 3, None))
    with pytest.raises(NotEnoughStock, match="on hand 1 piece"):
        correct(agar, "-2")


def test_who_may_override_does_and_leaves_a_trace(agar):
    assert correct(agar, "-6", override_shortage=True).shortage_overridden
    assert not correct(agar, "-1", lot="B", override_shortage=True).shortage_overridden
    assert lots_of(agar) == {"A": -1, "B": 4}


def test_an_accountant_does_not_override(agar):
    with pytest.raises(NotAllowed):
        correct(agar, "-6", role="accountant", override_shortage=True)


@pytest.mark.parametrize("role", ["technician", "reviewer"])
def test_others_do_not_correct(agar, role):
    with pytest.raises(NotAllowed):
        correct(agar, "-1", role=role)
    assert lots_of(agar) == {"A": 5, "B": 5}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quantity": "0"}, "how much more or less"),
        ({"why": ""}, "Choose the reason"),
        ({"why": "mood"}, "Choose the reason"),
        ({"lot": "Z"}, "Lot Z of this material never came in"),
    ],
)
def test_what_makes_no_sense_is_refused(agar, fields, sentence):
    with pytest.raises(CorrectionRefused, match=sentence):
        correct(agar, fields.pop("quantity", "-1"), **fields)


def test_the_database_itself_wants_a_reason(agar):
    movement = correct(agar, "-1")
    movement.pk, movement._state.adding, movement.why = None, True, ""
    with pytest.raises(IntegrityError), transaction.atomic():
        movement.save()


def test_what_is_corrected_costs_what_its_lot_cost():
    zirconia = make_stocked("2", lot="A", unit_cost="40.00")
    assert correct(zirconia, "-1").unit_cost == Decimal(40)
