"""What the ledger of pay is told: somebody completed a piece of work."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class WorkDone:
    """``quantity`` of a service, worth ``net`` (``gross`` before discount) in the order's currency.

    ``source`` is the number of the act line that says so; ``role`` is "performer" or "assistant".
    """

    source: int
    order_id: int
    task_id: int | None
    employee_id: int
    role: str
    service_id: int
    quantity: Decimal
    gross: Decimal
    net: Decimal
    currency: str
