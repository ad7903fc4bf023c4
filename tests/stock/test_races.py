"""Eight orders want the last unit at once: one gets it. With the lock taken away the same trial must fail."""

import pytest

from stock import ledger
from stock.ledger import NotEnoughStock, write_offs
from stock.models import Receipt, StockItem
from tests.factories.bare_orders import make_bare_order, make_event
from tests.factories.catalog import make_material
from tests.factories.stock import item_of, make_receipt, make_stocked, used
from tests.races import AT_ONCE, at_once, failures, goes_wrong, read_together
from tests.sizes import CONTROLS, TRIALS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
DAY = "2026-11-20"


def take_the_last_unit_at_once(first_source: int) -> bool:
    """Whether exactly one got it, seven were told why not, and nothing is left."""
    material, order, event = make_stocked("1"), make_bare_order(), make_event()
    outcomes = at_once(
        lambda n: ledger.write_off(first_source + n, [used(material)], order=order, event=event, on=DAY)
    )
    refusals = failures(outcomes)
    told = all(isinstance(refusal, NotEnoughStock) for refusal in refusals)
    return told and len(refusals) == 7 and item_of(material).on_hand == 0


def test_the_last_unit_wanted_by_eight_at_once_is_given_once():
    assert [take_the_last_unit_at_once(trial * 10) for trial in range(TRIALS)] == [True] * TRIALS


def test_without_the_lock_the_trial_sees_the_race(monkeypatch):
    everybody_asks = read_together(lambda item_ids: None, people=AT_ONCE)
    monkeypatch.setattr(write_offs, "lock_items", everybody_asks)  # before anybody takes
    assert goes_wrong(lambda turn: take_the_last_unit_at_once(turn * 10), within=CONTROLS)


def test_the_same_act_written_off_by_eight_at_once_is_written_off_once():
    material, order, event = make_stocked("100"), make_bare_order(), make_event()
    outcomes = at_once(lambda _n: ledger.write_off(5, [used(material)], order=order, event=event, on=DAY))
    assert failures(outcomes) == []
    assert item_of(material).on_hand == 99


def test_many_materials_taken_crosswise_never_lock_up():
    materials = [make_stocked("1000") for _material in range(6)]
    order, event = make_bare_order(), make_event()

    def take(number: int):
        mine = materials if number % 2 else materials[::-1]
        return ledger.write_off(number, [used(m) for m in mine], order=order, event=event, on=DAY)

    assert failures(at_once(take)) == []
    assert {item_of(material).on_hand for material in materials} == {992}


def test_a_material_new_to_the_shelf_gets_one_item_however_many_ask():
    material, order, event = make_material(), make_bare_order(), make_event()
    outcomes = at_once(
        lambda n: ledger.write_off(
            n, [used(material)], order=order, event=event, on=DAY, override_shortage=True
        )
    )
    assert failures(outcomes) == []
    assert StockItem.objects.get().material == material


def test_receipts_booked_at_once_have_numbers_without_gaps():
    outcomes = at_once(lambda _n: make_receipt())
    assert failures(outcomes) == []
    assert sorted(Receipt.objects.values_list("number_serial", flat=True)) == list(range(1, 9))
