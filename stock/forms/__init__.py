"""What people type in the stock: receipts, and the search over the shelves."""

from stock.forms.filters import StockFilter
from stock.forms.receipts import ReceiptForm, ReceiptLines

__all__ = ["ReceiptForm", "ReceiptLines", "StockFilter"]
