"""Materials on the shelves for tests."""

from decimal import Decimal

from django.utils import timezone

from catalog.models import Material
from stock import ledger
from stock.facts import MaterialUsed
from stock.ledger import ReceivedLine
from stock.models import Receipt, StockItem, StockMovement, Warehouse
from tests.factories.bare_orders import make_bare_order, make_event
from tests.factories.catalog import make_material
from tests.factories.lab import make_cause, make_employee


def make_receipt(*lines: ReceivedLine, supplier="Supplier", note="", on=None, by=None) -> Receipt:
    """A receipt into the default warehouse; ten of a new material unless lines are given."""
    lines = lines or (ReceivedLine(make_material().pk, Decimal(10)),)
    return ledger.receive(
        Warehouse.objects.default(),
        lines,
        supplier=supplier,
        received_on=on or timezone.localdate(),
        note=note,
        cause=make_cause(by or make_employee(roles=["accountant"])),
    )


def make_stocked(quantity="10", **fields) -> Material:
    """A material of which so much is on hand."""
    material = make_material(**fields)
    make_receipt(ReceivedLine(material.pk, Decimal(quantity)))
    return material


def item_of(material) -> StockItem:
    """The shelf of a material in the default warehouse, with ``on_hand``."""
    return ledger.on_hand().get(material=material, warehouse__is_default=True)


def used(material, quantity="1") -> MaterialUsed:
    return MaterialUsed(material.pk, Decimal(quantity))


def make_write_off(source: int, *due: MaterialUsed, order=None, **fields) -> list[StockMovement]:
    """What the act of that number used up, booked today."""
    fields = {"event": make_event(), "on": timezone.localdate(), **fields}
    return ledger.write_off(source, due, order=order or make_bare_order(), **fields)
