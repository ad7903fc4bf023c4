"""Materials on the shelves for tests."""

from decimal import Decimal

from django.utils import timezone

from catalog.models import Material
from stock import ledger
from stock.counting import fill_in, open_count
from stock.facts import MaterialUsed
from stock.ledger import ReceivedLine
from stock.models import Receipt, StockCount, StockItem, StockMovement, Warehouse
from tests.factories.bare_orders import make_bare_order, make_event
from tests.factories.catalog import make_material
from tests.factories.lab import make_cause, make_employee


def make_receipt(*lines: ReceivedLine, supplier="Supplier", note="", on=None, by=None, **fields) -> Receipt:
    """A receipt into the default warehouse; ten of a new material unless lines are given."""
    lines = lines or (ReceivedLine(make_material().pk, Decimal(10)),)
    return ledger.receive(
        Warehouse.objects.default(),
        lines,
        supplier=supplier,
        received_on=on or timezone.localdate(),
        note=note,
        cause=make_cause(by or make_employee(roles=["accountant"])),
        **fields,
    )


def make_stocked(quantity="10", *, lot="", expires_on=None, unit_cost=None, **fields) -> Material:
    """A material of which so much is on hand, of one lot where that is named."""
    material = make_material(**fields)
    cost = None if unit_cost is None else Decimal(unit_cost)
    make_receipt(ReceivedLine(material.pk, Decimal(quantity), lot, cost, expires_on))
    return material


def make_lots(material, *lots: tuple) -> None:
    """More of a material, on one receipt: (lot, quantity, good until or None)."""
    lines = [ReceivedLine(material.pk, Decimal(q), lot, expires_on=day) for lot, q, day in lots]
    make_receipt(*lines, even_expired=True)


def lots_of(material) -> dict[str, Decimal]:
    """Lot → what is on hand of it; "" is what has none, and lots that are used up are not there."""
    item = item_of(material)
    return {lot.name: lot.on_hand for lot in ledger.shelves_of([item.pk])[item.pk].lots}


def item_of(material) -> StockItem:
    """The shelf of a material in the default warehouse, with ``on_hand``."""
    return ledger.on_hand().get(material=material, warehouse__is_default=True)


def make_count(material, quantity=None, *, book=True, by=None) -> StockCount:
    """A sheet for all lots of a material; the first line is filled in with the quantity where there is one."""
    by = by or make_cause(make_employee(roles=["accountant"]))
    count = open_count(Warehouse.objects.default(), by, item_ids=[item_of(material).pk], note="One shelf")
    if quantity is not None:
        fill_in(count.pk, by, counted={count.lines.first().pk: Decimal(quantity)})
    return ledger.book_count(count.pk, by, reason="Found so") if book and quantity is not None else count


def used(material, quantity="1") -> MaterialUsed:
    return MaterialUsed(material.pk, Decimal(quantity))


def make_write_off(source: int, *due: MaterialUsed, order=None, **fields) -> list[StockMovement]:
    """What the act of that number used up, booked today."""
    fields = {"event": make_event(), "on": timezone.localdate(), **fields}
    return ledger.write_off(source, due, order=order or make_bare_order(), **fields)
