"""The lists of the stock: what is on hand, lots, receipts, counts."""

from stock.lists.items import ITEMS
from stock.lists.lots import STOCK_LOTS
from stock.lists.receipts import COUNTS, RECEIPTS

__all__ = ["COUNTS", "ITEMS", "RECEIPTS", "STOCK_LOTS"]
