"""Writing off: by the difference, never below zero unless somebody with the right said so. Invariants 29–31, 33."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from common.ledger import BookedRowsOnlyGrow
from stock import ledger
from stock.ledger import NotEnoughStock, ReceivedLine
from stock.models import StockItem, StockMovement
from tests.factories.bare_orders import make_bare_order, make_event
from tests.factories.catalog import make_material
from tests.factories.stock import item_of, make_receipt, make_stocked, make_write_off, used
from tests.sizes import booking

pytestmark = pytest.mark.django_db
ACT = 41


def test_materials_used_leave_the_shelf():
    zirconia = make_stocked("10")
    (movement,) = make_write_off(ACT, used(zirconia, "2.5"))
    assert (movement.kind, movement.quantity, movement.source) == ("write_off", Decimal("-2.5"), ACT)
    assert item_of(zirconia).on_hand == Decimal("7.5")


def test_a_write_off_remembers_what_a_unit_cost_last():
    zirconia = make_material()
    for cost in ("40.00", "44.50"):
        make_receipt(ReceivedLine(zirconia.pk, Decimal(5), unit_cost=Decimal(cost)))
    make_receipt(ReceivedLine(zirconia.pk, Decimal(5)))
    make_write_off(ACT, used(zirconia))
    reversal, again = make_write_off(ACT, used(zirconia, "2"))
    assert (reversal.unit_cost, again.unit_cost) == (Decimal("44.50"), Decimal("44.50"))


def test_several_uses_of_a_material_are_written_off_together():
    zirconia = make_stocked("10")
    movements = make_write_off(ACT, used(zirconia, "2"), used(zirconia, "3"))
    assert [movement.quantity for movement in movements] == [Decimal(-5)]


def test_the_same_use_again_books_nothing():
    zirconia = make_stocked("10")
    make_write_off(ACT, used(zirconia, "2"))
    assert make_write_off(ACT, used(zirconia, "2")) == []
    assert item_of(zirconia).on_hand == 8


def test_a_changed_use_reverses_the_whole_row_and_books_a_new_one():
    zirconia = make_stocked("10")
    (first,) = make_write_off(ACT, used(zirconia, "2"))
    reversal, second = make_write_off(ACT, used(zirconia, "3"))
    assert (reversal.reverses, reversal.quantity) == (first, Decimal(2))
    assert (second.quantity, second.source_version) == (Decimal(-3), 2)
    assert item_of(zirconia).on_hand == 7


def test_what_an_act_no_longer_uses_comes_back():
    zirconia, wax = make_stocked("10"), make_stocked("5")
    make_write_off(ACT, used(zirconia, "2"), used(wax, "1"))
    make_write_off(ACT, used(zirconia, "2"))
    assert (item_of(zirconia).on_hand, item_of(wax).on_hand) == (8, 5)


def test_an_act_taken_back_gives_everything_back_once():
    zirconia = make_stocked("10")
    make_write_off(ACT, used(zirconia, "2"))
    assert len(make_write_off(ACT)) == 1
    assert make_write_off(ACT) == []
    assert item_of(zirconia).on_hand == 10


def test_a_corrected_use_may_take_what_its_own_reversal_gives_back():
    zirconia = make_stocked("10")
    make_write_off(ACT, used(zirconia, "9"))
    make_write_off(ACT, used(zirconia, "10"))
    assert item_of(zirconia).on_hand == 0


def test_a_shortage_is_refused_naming_each_material_and_nothing_is_booked():
    zirconia = make_stocked("1.5", name="Zirconia", unit="disc")
    wax = make_stocked("0.2", name="Wax", unit="kg")
    plenty = make_stocked("100")
    with pytest.raises(NotEnoughStock) as refused:
        make_write_off(ACT, used(zirconia, "2"), used(wax, "0.25"), used(plenty))
    assert str(refused.value) == (
        "There is not enough in stock. Wax: needed 0.25 kg, on hand 0.2 kg; Zirconia: needed 2 disc, on hand 1.5 disc."
    )
    assert [shortage.material_id for shortage in refused.value.shortages] == [wax.pk, zirconia.pk]
    assert not StockMovement.objects.write_offs().exists()


def test_a_material_never_kept_before_is_short_too():
    plaster = make_material(name="Plaster", unit="kg")
    with pytest.raises(NotEnoughStock, match="Plaster: needed 1 kg, on hand 0 kg"):
        make_write_off(ACT, used(plaster))


def test_an_overridden_shortage_is_booked_and_flagged_where_it_was_short():
    zirconia, wax = make_stocked("1"), make_stocked("5")
    movements = make_write_off(ACT, used(zirconia, "3"), used(wax, "1"), override_shortage=True)
    flags = {movement.item.material: movement.shortage_overridden for movement in movements}
    assert flags == {zirconia: True, wax: False}
    assert item_of(zirconia).on_hand == -2


def test_several_acts_together_are_short_together():
    zirconia = make_stocked("3", name="Zirconia", unit="g")
    due = {1: [used(zirconia, "2")], 2: [used(zirconia, "2")]}
    with pytest.raises(NotEnoughStock, match="Zirconia: needed 4 g, on hand 3 g"):
        ledger.write_off_all(due, order=make_bare_order(), event=make_event(), on=timezone.localdate())
    assert item_of(zirconia).on_hand == 3


def test_a_preview_names_the_same_shortages_without_booking():
    zirconia, unknown = make_stocked("1", name="Zirconia", unit="g"), make_material(name="Agar", unit="g")
    found = ledger.shortages(
        [used(zirconia, "1"), used(zirconia, "1"), used(unknown, "0.5")], timezone.localdate()
    )
    assert [str(shortage) for shortage in found] == [
        "Agar: needed 0.5 g, on hand 0 g",
        "Zirconia: needed 2 g, on hand 1 g",
    ]
    assert not StockItem.objects.filter(material=unknown).exists()


def test_using_nothing_up_is_a_mistake():
    with pytest.raises(ValueError, match="nothing"):
        make_write_off(ACT, used(make_stocked(), "0"))


def test_booked_movements_are_neither_changed_nor_deleted():
    (movement,) = make_write_off(ACT, used(make_stocked()))
    movement.quantity = Decimal(-9)
    with pytest.raises(BookedRowsOnlyGrow):
        movement.save()
    with pytest.raises(BookedRowsOnlyGrow):
        movement.delete()


def test_the_database_itself_refuses_to_write_one_version_off_twice():
    (movement,) = make_write_off(ACT, used(make_stocked()))
    movement.pk, movement._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        movement.save()


def test_writing_off_costs_the_same_statements_for_many_materials(django_assert_num_queries):
    materials = [make_stocked("10", lot=f"L-{n}") for n in range(9)]
    order, event = make_bare_order(), make_event()
    fields = {"order": order, "event": event, "on": timezone.localdate()}
    with django_assert_num_queries(11):  # two of them the savepoint
        ledger.write_off(1, [used(materials[0])], **fields)
    with django_assert_num_queries(11):
        ledger.write_off(2, [used(material) for material in materials], **fields)


uses = st.dictionaries(st.integers(0, 2), st.integers(1, 12_000), max_size=3)


@booking(40)
@given(st.lists(uses, max_size=6))
def test_whatever_an_act_goes_through_the_shelf_holds_what_came_in_less_what_stands(steps):
    with transaction.atomic():
        materials = [make_stocked("10") for _material in range(3)]
        standing: dict[int, int] = {}
        for step in steps:
            due = [used(materials[n], str(Decimal(units).scaleb(-3))) for n, units in step.items()]
            try:
                make_write_off(ACT, *due)
            except NotEnoughStock:
                assert any(units > 10_000 for units in step.values())
            else:
                standing = step
            for n, material in enumerate(materials):
                assert item_of(material).on_hand == 10 - Decimal(standing.get(n, 0)).scaleb(-3) >= 0
        transaction.set_rollback(True)
