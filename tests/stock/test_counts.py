"""Counting: the difference to what the books say in the moment of booking, by lot, under one number and one event."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from lab.events import NotAllowed
from lab.records import history_of
from stock import ledger
from stock.counting import add_line, discard_count, fill_in, open_count
from stock.ledger.counts import CountIsBooked, CountIsGone, CountRefused, MovedMeanwhile, last_movement
from stock.models import StockCount, StockCountLine, Warehouse
from tests.factories.catalog import make_material
from tests.factories.lab import make_cause, make_employee
from tests.factories.stock import item_of, lots_of, make_lots, make_stocked, make_write_off, used

pytestmark = pytest.mark.django_db


@pytest.fixture
def agar():
    agar = make_material(name="Agar", unit="piece")
    make_lots(agar, ("A", 5, None), ("B", 5, None))
    return agar


def by(role="accountant"):
    return make_cause(make_employee(roles=[role]))


def opened(*materials, **fields):
    items = [item_of(material).pk for material in materials]
    return open_count(Warehouse.objects.default(), by(), item_ids=items, **fields)


def typed(count, **counted):
    """Lot → what is there; ``none`` is what has no lot."""
    lines = {line.lot or "none": line.pk for line in count.lines.all()}
    fill_in(count.pk, by(), counted={lines[lot]: said and Decimal(said) for lot, said in counted.items()})


def book(count, reason="Year's end", **fields):
    return ledger.book_count(count.pk, by(), reason=reason, **fields)


def test_a_sheet_has_a_line_for_each_lot_and_one_for_what_is_not_there(agar):
    wax = make_stocked("1", name="Wax")
    make_write_off(1, used(wax))
    count = opened(agar, wax)
    assert [(str(line.item), line.lot, line.expected) for line in count.lines.all()] == [
        ("Agar", "A", 5),
        ("Agar", "B", 5),
        ("Wax", "", 0),
    ]


def test_a_sheet_of_everything_leaves_out_other_warehouses(agar):
    other = Warehouse.objects.create(name="Cellar")
    with pytest.raises(CountRefused, match="nothing to count"):
        open_count(other, by())
    assert open_count(Warehouse.objects.default(), by()).lines.count() == 2


def test_what_differs_is_booked_and_what_is_empty_is_left(agar):
    count = opened(agar)
    typed(count, A="3.5")
    booked = book(count)
    (row,) = booked.movements.all()
    assert (row.lot, row.quantity, row.kind, row.event.reason) == (
        "A",
        Decimal("-1.5"),
        "count",
        "Year's end",
    )
    assert (booked.number[:3], booked.booked.actor) == ("SC-", row.event.actor)
    assert lots_of(agar) == {"A": Decimal("3.5"), "B": 5}


def test_what_is_there_as_it_should_be_is_booked_without_a_reason_and_moves_nothing(agar):
    count = opened(agar)
    typed(count, A="5", B="5")
    assert not book(count, reason="").movements.exists()
    assert StockCount.objects.get().is_booked


def test_what_moved_since_the_sheet_was_opened_is_respected_and_said(agar):
    count = opened(agar)
    make_write_off(1, used(agar, "2"))
    typed(count, A="3", B="4")
    book(count)
    lines = {line.lot: (line.expected, line.found, line.moved, line.difference) for line in count.lines.all()}
    assert lines == {"A": (5, 3, -2, 0), "B": (5, 5, 0, -1)}
    assert lots_of(agar) == {"A": 3, "B": 4}


def test_what_moves_while_somebody_looks_at_the_differences_is_looked_at_again(agar):
    count = opened(agar)
    typed(count, A="3")
    seen = last_movement(count)
    make_write_off(1, used(agar, "2"))
    with pytest.raises(MovedMeanwhile):
        book(count, seen=seen)
    book(count, seen=last_movement(count))


@pytest.mark.parametrize(("counted", "sentence"), [({}, "Nothing is counted"), ({"A": "4"}, "Say why")])
def test_nothing_and_differences_without_a_reason_are_refused(agar, counted, sentence):
    count = opened(agar)
    typed(count, **counted)
    with pytest.raises(CountRefused, match=sentence):
        book(count, reason=" ")
    assert lots_of(agar) == {"A": 5, "B": 5}


def test_a_line_can_be_emptied_again_and_the_history_says_who_typed_what(agar):
    count = opened(agar)
    typed(count, A="4")
    typed(count, A=None)
    assert count.lines.get(lot="A").counted is None
    told = [
        [(change.before, change.after) for change in event.changes]
        for event in history_of(count, with_money=False)
    ]
    assert told == [[("Agar A: 4", "")], [("", "Agar A: 4")]]


@pytest.mark.parametrize("counted", ["-1", "1000001"])
def test_nobody_counts_less_than_nothing(agar, counted):
    with pytest.raises(CountRefused, match="0 or more"):
        typed(opened(agar), A=counted)


def test_a_lot_that_is_used_up_by_the_books_and_lies_there_gets_a_line(agar):
    make_write_off(1, used(agar, "5"))
    count = opened(agar)
    add_line(count.pk, by(), item_id=item_of(agar).pk, lot="A", counted=Decimal(1))
    with pytest.raises(CountRefused, match="on the sheet already"):
        add_line(count.pk, by(), item_id=item_of(agar).pk, lot="A", counted=Decimal(1))
    with pytest.raises(CountRefused, match="never came in"):
        add_line(count.pk, by(), item_id=item_of(agar).pk, lot="Z", counted=Decimal(1))
    book(count)
    assert lots_of(agar) == {"A": 1, "B": 5}


def test_what_stood_below_zero_without_a_lot_is_put_right_by_counting(agar):
    make_write_off(1, used(agar, "12"), override_shortage=True)
    make_lots(agar, ("C", 4, None))
    count = opened(agar)
    typed(count, C="2", none="0")
    book(count)
    assert lots_of(agar) == {"C": 2}


def test_a_booked_count_stands(agar):
    count = opened(agar)
    typed(count, A="4")
    book(count)
    with pytest.raises(CountIsBooked):
        typed(count, A="5")
    with pytest.raises(CountIsBooked):
        book(count)
    with pytest.raises(DatabaseError), transaction.atomic():
        StockCountLine.objects.filter(count=count).update(counted=9)
    with pytest.raises(DatabaseError), transaction.atomic():
        StockCount.objects.filter(pk=count.pk).update(note="else")


def test_a_sheet_that_is_not_booked_can_be_discarded(agar):
    count = opened(agar, note="cold store")
    discard_count(count.pk, by())
    assert not StockCountLine.objects.exists()
    with pytest.raises(CountIsGone):
        book(count)


def test_a_count_is_taken_back_one_to_one(agar):
    count = opened(agar)
    typed(count, A="3", B="9")
    book(count)
    rows = ledger.reverse_count(count.pk, by(), reason="Counted in the wrong room")
    assert {row.reverses for row in rows} == set(count.movements.filter(reverses=None))
    assert lots_of(agar) == {"A": 5, "B": 5}


def test_what_a_count_brought_and_is_used_already_is_not_taken_back(agar):
    count = opened(agar)
    typed(count, A="9")
    book(count)
    make_write_off(1, used(agar, "14"))
    with pytest.raises(ledger.UsedAlready, match="Agar, lot A: 4 of 4 piece"):
        ledger.reverse_count(count.pk, by(), reason="No")


@pytest.mark.parametrize("role", ["technician", "reviewer"])
def test_others_do_not_count(agar, role):
    with pytest.raises(NotAllowed):
        open_count(Warehouse.objects.default(), by(role))
    count = opened(agar)
    with pytest.raises(NotAllowed):
        fill_in(count.pk, by(role), counted={count.lines.first().pk: Decimal(1)})
    assert count.lines.first().counted is None


def test_numbers_of_counts_have_no_gaps(agar):
    numbers = []
    for _count in range(3):
        count = opened(agar)
        discard_count(opened(agar).pk, by())
        typed(count, A="5")
        numbers.append(book(count).number_serial)
    assert numbers == [1, 2, 3]
