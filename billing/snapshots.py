"""What the papers of billing say, as plain data that can be frozen: acts, closing documents, corrections."""

from collections.abc import Sequence
from typing import Any

from billing.models import ClosingDocument
from orders.models import Order


def closing_snapshot(document: ClosingDocument, orders: Sequence[Order]) -> dict[str, Any]:
    """The paper of a closing document; ``document`` is not numbered yet."""
    return {"kind": "closing", "orders": [order.number for order in orders], "total": str(document.total)}


def correction_snapshot(
    document: ClosingDocument, orders: Sequence[Order], *, reason: str = ""
) -> dict[str, Any]:
    """The paper of a correction; ``document`` is not numbered yet."""
    return {"kind": "correction", "orders": [order.number for order in orders], "total": str(document.total)}
