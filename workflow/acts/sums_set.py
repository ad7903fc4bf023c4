"""The sums that people set by hand on an order, and the part of each that an act line earns."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.currencies import places_of
from common.money import ZERO
from lab.models import LabSettings
from orders.models import Order
from orders.pricing import part_of_line
from payroll.models import PlannedPay


@dataclass(frozen=True)
class Part:
    """Of the sum set by hand with that number."""

    planned: int
    amount: Decimal


class SumsSet:
    """The sums that stand on an order; parts are taken in the sequence in which acts stand: always alike."""

    def __init__(self, order: Order, *, by_hand: bool = True):
        """Without ``by_hand`` as if nobody had set any."""
        standing = PlannedPay.objects.standing().filter(order=order)
        found = standing.select_related("employee", "task").order_by("pk")
        self.rows: Sequence[PlannedPay] = list(found) if by_hand else []
        self.by_task = {(row.task_id, row.role): row for row in self.rows if row.task_id}
        self.places = places_of(LabSettings.load().currency) if self.rows else 2
        self._taken: dict[int, tuple[Decimal, Decimal]] = defaultdict(lambda: (Decimal("0.000"), ZERO))

    def part(self, task_id: int | None, role: str, quantity: Decimal, *, of: Decimal) -> Part | None:
        """What ``quantity`` of a line of so much earns of the sum set for the role of its task; None where none is set.

        The last part takes what is left: nothing is lost in splitting.
        """
        row = self.by_task.get((task_id, role))
        if row is None:
            return None
        before, given = self._taken[row.pk]
        amount = part_of_line(row.amount, quantity, of, given, before, self.places)
        self._taken[row.pk] = before + quantity, given + amount
        return Part(row.pk, amount)
