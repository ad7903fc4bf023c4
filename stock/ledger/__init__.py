"""The ledger of the stock and the only writer of its booked tables: what came in, what was used up."""

from stock.ledger.corrections import CorrectionRefused, correct
from stock.ledger.counts import book_count, reverse_count
from stock.ledger.receipts import AnotherExpiry, ExpiredAlready, ReceiptRefused, ReceivedLine, receive
from stock.ledger.reversals import ReversalRefused, UsedAlready, reverse_receipt
from stock.ledger.shelves import Shelf, lock_items, on_hand, shelves_of
from stock.ledger.shortage import NotEnoughStock, Shortage
from stock.ledger.write_offs import shortages, write_off, write_off_all

__all__ = [
    "AnotherExpiry",
    "CorrectionRefused",
    "ExpiredAlready",
    "NotEnoughStock",
    "ReceiptRefused",
    "ReceivedLine",
    "ReversalRefused",
    "Shelf",
    "Shortage",
    "UsedAlready",
    "book_count",
    "correct",
    "lock_items",
    "on_hand",
    "receive",
    "reverse_count",
    "reverse_receipt",
    "shelves_of",
    "shortages",
    "write_off",
    "write_off_all",
]
