"""Receiving: one event, one numbered receipt, one movement for each line; a refusal leaves nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from common.models import Counter
from lab.events import NotAllowed
from lab.models import Event
from stock import ledger
from stock.ledger import ReceiptRefused, ReceivedLine
from stock.models import Receipt, StockMovement, Warehouse
from tests.factories.catalog import make_material
from tests.factories.lab import make_employee
from tests.factories.stock import item_of, make_receipt

pytestmark = pytest.mark.django_db


def test_what_came_in_is_on_hand():
    zirconia = make_material()
    make_receipt(ReceivedLine(zirconia.pk, Decimal("2.5")))
    make_receipt(ReceivedLine(zirconia.pk, Decimal("1.25")))
    assert item_of(zirconia).on_hand == Decimal("3.75")


def test_a_receipt_has_a_number_an_event_and_its_lines():
    zirconia, wax = make_material(), make_material()
    receipt = make_receipt(
        ReceivedLine(zirconia.pk, Decimal(2), lot="Z-7", unit_cost=Decimal("41.50")),
        ReceivedLine(wax.pk, Decimal(1)),
        supplier="Dental Depot",
    )
    assert receipt.number == f"R-{timezone.localdate():%Y}-00001"
    assert (receipt.event.verb, receipt.event.role) == ("receive_stock", "accountant")
    assert [(m.lot, m.unit_cost, m.moved_on) for m in receipt.movements.all()] == [
        ("Z-7", Decimal("41.50"), receipt.received_on),
        ("", None, receipt.received_on),
    ]


def test_two_lots_of_one_material_are_two_movements():
    zirconia = make_material()
    receipt = make_receipt(
        ReceivedLine(zirconia.pk, Decimal(2), lot="A"), ReceivedLine(zirconia.pk, Decimal(3), lot="B")
    )
    assert receipt.movements.count() == 2
    assert item_of(zirconia).on_hand == 5


def receive(lines, **fields):
    fields = {"on": timezone.localdate(), **fields}
    return make_receipt(*lines, **fields)


@pytest.mark.parametrize(
    ("quantity", "ahead", "sentence"),
    [("0", 0, "more than nothing"), ("-1", 0, "more than nothing"), ("1", 1, "has not come yet")],
)
def test_an_impossible_receipt_is_refused_and_leaves_nothing(quantity, ahead, sentence):
    line = ReceivedLine(make_material().pk, Decimal(quantity))
    with pytest.raises(ReceiptRefused, match=sentence):
        receive([line], on=timezone.localdate() + timedelta(days=ahead))
    assert [model.objects.count() for model in (Receipt, StockMovement, Event, Counter)] == [0, 0, 0, 0]


def test_a_receipt_without_materials_is_refused():
    with pytest.raises(ReceiptRefused, match="at least one material"):
        ledger.receive(
            Warehouse.objects.default(),
            [],
            supplier="",
            received_on=timezone.localdate(),
            note="",
            cause=None,
        )


def test_a_technician_receives_nothing():
    with pytest.raises(NotAllowed):
        make_receipt(by=make_employee(roles=["technician"]))
    assert not Receipt.objects.exists()


def test_there_is_one_default_warehouse():
    assert Warehouse.objects.default() == Warehouse.objects.default()
    assert Warehouse.objects.count() == 1
