"""What happens on the shelves of the demonstration: deliveries with lots, minima, a count, a correction."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from demo.laboratory import Laboratory
from demo.lives import Life
from demo.materials import COUNTED, MATERIALS, MINIMA, RECEIPTS, SHELF_LIVES
from stock.counting import fill_in, open_count
from stock.keeping import set_minimum
from stock.ledger import ReceivedLine, book_count, correct, receive
from stock.models import StockCount, StockItem, Warehouse

COUNTED_AFTER, BEGUN_AFTER, MINIMA_AFTER, BROKEN_AFTER = 78, 87, 2, 64
"""Working days after the laboratory opened."""


def shelves(laboratory: Laboratory) -> Iterator[Life]:
    """Everything but what acts write off."""
    for days, supplier, note, came in RECEIPTS:
        yield _delivery(laboratory, _on(laboratory, days, 10.5), supplier, note, came)
    yield _minima(laboratory)
    yield _broken_disc(laboratory)
    yield _quarter(laboratory)
    yield _begun(laboratory)


def _on(laboratory: Laboratory, days: int, hour: float) -> datetime:
    day = laboratory.clock.calendar.after(laboratory.opened.date(), days)
    return laboratory.clock.on(day, hour)


def _delivery(laboratory: Laboratory, at: datetime, supplier: str, note: str, came: dict) -> Life:
    yield at
    day = timezone.localdate(at)
    receive(
        Warehouse.objects.default(),
        [_line(laboratory, code, quantity, lot, day) for code, (quantity, lot) in came.items()],
        supplier=supplier,
        received_on=day,
        note=note,
        cause=laboratory.by("oscar", at),
    )


def _line(laboratory: Laboratory, code: str, quantity: str, lot: str, day: date) -> ReceivedLine:
    life = SHELF_LIVES.get(code)
    return ReceivedLine(
        laboratory.materials[code].pk,
        Decimal(quantity),
        lot,
        Decimal(MATERIALS[code][2]),
        day + timedelta(days=life) if life else None,
    )


def _minima(laboratory: Laboratory) -> Life:
    """Once there is something of everything, the least of it is agreed."""
    at = _on(laboratory, MINIMA_AFTER, 15)
    yield at
    for code, least in MINIMA.items():
        item = _item(laboratory, code)
        item.minimum = Decimal(least)
        set_minimum(item, laboratory.by("oscar", at))


def _broken_disc(laboratory: Laboratory) -> Life:
    at = _on(laboratory, BROKEN_AFTER, 16.5)
    yield at
    correct(
        _item(laboratory, "ZR").pk,
        laboratory.by("oscar", at),
        lot="ZR-7866",
        quantity=Decimal(-1),
        why="broken",
        note="Fell while the mill was being loaded",
    )


def _quarter(laboratory: Laboratory) -> Life:
    """Some shelves are counted at the end of a quarter; two of them differ."""
    at = _on(laboratory, COUNTED_AFTER, 14)
    yield at
    count = _opened(laboratory, at, "Cupboard of the wet room")
    fill_in(count.pk, laboratory.by("marion", at), counted=dict(_counted(laboratory, count)))
    later = at + timedelta(hours=1)
    book_count(count.pk, laboratory.by("marion", later), reason="Opened packs were not noted in summer")


def _begun(laboratory: Laboratory) -> Life:
    """Another sheet was opened on the last working day, and lies there."""
    at = _on(laboratory, BEGUN_AFTER, 14)
    yield at
    count = _opened(laboratory, at, "Cupboard of the wet room, again")
    first = count.lines.first()
    fill_in(count.pk, laboratory.by("marion", at), counted={first.pk: first.expected})


def _opened(laboratory: Laboratory, at: datetime, note: str) -> StockCount:
    items = [_item(laboratory, code).pk for code in COUNTED]
    return open_count(Warehouse.objects.default(), laboratory.by("marion", at), item_ids=items, note=note)


def _counted(laboratory: Laboratory, count: StockCount) -> Iterator[tuple[int, Decimal]]:
    """What lies there: of the lot that is used up first, where the packs are open, it may be less."""
    lacking = {_item(laboratory, code).pk: Decimal(less) for code, less in COUNTED.items()}
    for line in count.lines.order_by("pk"):
        yield line.pk, max(line.expected - lacking.pop(line.item_id, Decimal(0)), Decimal(0))


def _item(laboratory: Laboratory, code: str) -> StockItem:
    return StockItem.objects.get(material=laboratory.materials[code])
