"""Eight acts want the last of each lot, people count while acts are posted: no lot is given twice, no count is lost.

With the lock taken away the same trials must fail.
"""

from decimal import Decimal
from time import sleep

import pytest
from django.db.models import Sum
from django.utils import timezone

from lab.cause import Cause
from stock import ledger
from stock.counting import fill_in, open_count
from stock.ledger import NotEnoughStock, ReversalRefused, UsedAlready, counts, write_offs
from stock.models import StockMovement, Warehouse
from tests.factories.bare_orders import make_bare_order, make_event
from tests.factories.catalog import make_material
from tests.factories.lab import make_cause, make_employee
from tests.factories.stock import item_of, lots_of, make_lots, make_receipt, used
from tests.races import AT_ONCE, at_once, failures, goes_wrong, read_together
from tests.sizes import CONTROLS, TRIALS
from verification.invariants import violations

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def today():
    return timezone.localdate()


def take_the_last_of_each_lot_at_once(first_source: int) -> bool:
    """Whether four of eight got one each, of four lots, and the others were told why not."""
    material, order, event = make_material(), make_bare_order(), make_event()
    make_lots(material, *((name, 1, None) for name in "ABCD"))
    outcomes = at_once(
        lambda n: ledger.write_off(first_source + n, [used(material)], order=order, event=event, on=today())
    )
    refused = failures(outcomes)
    told = all(isinstance(refusal, NotEnoughStock) for refusal in refused)
    return told and len(refused) == 4 and lots_of(material) == {}


def test_the_last_of_each_lot_is_given_once():
    trials = [take_the_last_of_each_lot_at_once(trial * 10) for trial in range(TRIALS)]
    assert trials == [True] * TRIALS
    assert not {29, 30, 31, 70, 71} & violations().keys()


def test_without_the_lock_lots_are_given_twice(monkeypatch):
    everybody_asks = read_together(lambda item_ids: None, people=AT_ONCE)
    monkeypatch.setattr(write_offs, "lock_items", everybody_asks)  # before anybody takes
    assert goes_wrong(lambda turn: take_the_last_of_each_lot_at_once(turn * 10), within=CONTROLS)


def count_while_acts_are_posted(first_source: int) -> bool:
    """Nine lie there and ten are in the books; seven acts take one each. Whether the count was booked against what the
    books said right before it."""
    material, order, event = make_material(), make_bare_order(), make_event()
    make_lots(material, ("A", 10, None))
    by = make_cause(make_employee(roles=["accountant"]))
    count = open_count(Warehouse.objects.default(), by, item_ids=[item_of(material).pk])
    fill_in(count.pk, by, counted={count.lines.get().pk: Decimal(9)})

    def act(n: int):
        if n == 0:
            return ledger.book_count(count.pk, by, reason="Counted")
        return ledger.write_off(first_source + n, [used(material)], order=order, event=event, on=today())

    assert failures(at_once(act)) == []
    line, booked = count.lines.get(), StockMovement.objects.filter(count=count).first()
    if booked is None:
        return line.difference == 0
    before = StockMovement.objects.filter(item=line.item, pk__lt=booked.pk)
    return before.aggregate(total=Sum("quantity"))["total"] == line.found


def test_a_count_counts_what_is_there_when_it_is_booked():
    assert [count_while_acts_are_posted(trial * 10) for trial in range(TRIALS)] == [True] * TRIALS
    assert not {29, 30, 70, 80} & violations().keys()


def test_without_the_lock_a_count_books_over_what_was_taken(monkeypatch):
    shelves_of = counts.shelves_of

    def read_and_wait(*asked):
        found = shelves_of(*asked)
        sleep(0.05)
        return found

    monkeypatch.setattr(counts, "lock_items", lambda item_ids: None)
    monkeypatch.setattr(counts, "shelves_of", read_and_wait)
    assert goes_wrong(lambda turn: count_while_acts_are_posted(turn * 10), within=CONTROLS)


def test_one_of_eight_takes_a_receipt_back():
    material = make_material()
    receipt = make_receipt(ledger.ReceivedLine(material.pk, Decimal(5), "A"))
    by = make_employee(roles=["accountant"])
    outcomes = at_once(
        lambda _n: ledger.reverse_receipt(receipt.pk, Cause(by, timezone.now()), reason="Twice")
    )
    refused = failures(outcomes)
    assert len(refused) == 7
    assert all(isinstance(refusal, ReversalRefused) for refusal in refused)
    assert item_of(material).on_hand == 0


def test_a_receipt_is_taken_back_or_used_up_and_never_both():
    for trial in range(TRIALS):
        material, order, event = make_material(), make_bare_order(), make_event()
        receipt = make_receipt(ledger.ReceivedLine(material.pk, Decimal(5), "A"))
        by = make_employee(roles=["accountant"])

        def act(n: int, trial=trial, material=material, order=order, event=event, receipt=receipt, by=by):
            if n == 0:
                return ledger.reverse_receipt(receipt.pk, Cause(by, timezone.now()), reason="Twice")
            return ledger.write_off(trial * 10 + n, [used(material)], order=order, event=event, on=today())

        refused = failures(at_once(act))
        assert all(isinstance(refusal, NotEnoughStock | UsedAlready) for refusal in refused)
        assert item_of(material).on_hand >= 0
    assert not {29, 30, 70} & violations().keys()
