"""What the ledger of pay is told: somebody completed a piece of work, or somebody set a sum by hand."""

from dataclasses import dataclass
from decimal import Decimal

from payroll.rates import ACT_LINE


@dataclass(frozen=True)
class WorkDone:
    """``quantity`` of a service, worth ``net`` (``gross`` before discount) in the order's currency.

    ``source`` is the number of the act line that says so; ``role`` is "performer" or "assistant". Where a person set a
    sum, ``planned`` is its number and ``set_sum`` the part of it that this work earns instead of what a rate says. A
    sum that belongs to no line is a source of its own (``kind``), with "besides" as the role where it has no task.
    """

    source: int
    order_id: int
    task_id: int | None
    employee_id: int
    role: str
    service_id: int | None
    quantity: Decimal
    gross: Decimal
    net: Decimal
    currency: str
    step_id: int | None = None
    group_id: int | None = None
    kind: str = ACT_LINE
    planned: int | None = None
    set_sum: Decimal | None = None
