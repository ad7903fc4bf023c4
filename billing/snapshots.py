"""What the papers of billing say, as plain data that can be frozen: acts, closing documents, corrections."""

from collections.abc import Sequence
from typing import Any

from billing.models import ClosingDocument
from orders.models import Order


def closing_snapshot(orders: Sequence[Order]) -> dict[str, Any]:
    """The paper of a closing document for the orders."""
    return {"kind": "closing", "orders": [order.number for order in orders]}


def correction_snapshot(document: ClosingDocument, order: Order, reason: str = "") -> dict[str, Any]:
    """The paper of a correction that takes one order off a closing document."""
    return {"kind": "correction", "corrects": document.number, "orders": [order.number], "reason": reason}
