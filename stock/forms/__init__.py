"""What people type in the stock: receipts, corrections, counts, and the searches over shelves and lots."""

from stock.forms.corrections import ConfirmForm, CorrectionForm, ExpiryForm, MinimumForm, ReversalForm
from stock.forms.counts import AddLineForm, BookCountForm, CountForm, OpenCountForm
from stock.forms.filters import LotFilter, StockFilter
from stock.forms.receipts import ReceiptForm, ReceiptLines

__all__ = [
    "AddLineForm",
    "BookCountForm",
    "ConfirmForm",
    "CorrectionForm",
    "CountForm",
    "ExpiryForm",
    "LotFilter",
    "MinimumForm",
    "OpenCountForm",
    "ReceiptForm",
    "ReceiptLines",
    "ReversalForm",
    "StockFilter",
]
