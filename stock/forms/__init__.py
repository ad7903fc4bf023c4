"""What people type in the stock: receipts, corrections, counts."""

from stock.forms.corrections import ConfirmForm, CorrectionForm, ExpiryForm, MinimumForm, ReversalForm
from stock.forms.counts import AddLineForm, BookCountForm, CountForm, OpenCountForm
from stock.forms.receipts import ReceiptForm, ReceiptLines

__all__ = [
    "AddLineForm",
    "BookCountForm",
    "ConfirmForm",
    "CorrectionForm",
    "CountForm",
    "ExpiryForm",
    "MinimumForm",
    "OpenCountForm",
    "ReceiptForm",
    "ReceiptLines",
    "ReversalForm",
]
