"""Materials on the shelves: items and their lots, receipts, and the movements whose sum is what is on hand."""

from stock.models.count import StockCount, StockCountLine, StockCountQuerySet
from stock.models.lot import Lot, LotQuerySet
from stock.models.shelves import (
    Receipt,
    ReceiptQuerySet,
    StockItem,
    StockItemQuerySet,
    StockMovement,
    StockMovementQuerySet,
    Warehouse,
    WarehouseQuerySet,
    Why,
)

__all__ = [
    "Lot",
    "LotQuerySet",
    "Receipt",
    "ReceiptQuerySet",
    "StockCount",
    "StockCountLine",
    "StockCountQuerySet",
    "StockItem",
    "StockItemQuerySet",
    "StockMovement",
    "StockMovementQuerySet",
    "Warehouse",
    "WarehouseQuerySet",
    "Why",
]
