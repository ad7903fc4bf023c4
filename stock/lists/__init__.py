"""The lists of the stock: what is on hand, lots, movements, receipts, counts."""

from stock.lists.items import ITEMS
from stock.lists.lots import STOCK_LOTS
from stock.lists.movements import MOVEMENTS, MOVEMENTS_OF_ITEM, ORDERS_WITH_LOT
from stock.lists.receipts import COUNTS, RECEIPTS

__all__ = [
    "COUNTS",
    "ITEMS",
    "MOVEMENTS",
    "MOVEMENTS_OF_ITEM",
    "ORDERS_WITH_LOT",
    "RECEIPTS",
    "STOCK_LOTS",
]
