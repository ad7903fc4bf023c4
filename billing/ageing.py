"""How old a debt is on a day: pure arithmetic over what was charged, paid and settled until then.

A charge stands from its day on, until the day of its reversal. Money that settles no standing charge is an advance.
So the ages less the advances are always the balance: Σ of all that was charged less Σ of all that was paid.
"""

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

from common.money import ZERO

STEPS = (30, 60, 90)
"""Days late with which a debt becomes older."""


@dataclass(frozen=True)
class Ages:
    """A debt by how late it is, and the advances that stand against it."""

    not_due: Decimal = ZERO
    to_30: Decimal = ZERO
    to_60: Decimal = ZERO
    to_90: Decimal = ZERO
    over_90: Decimal = ZERO
    advance: Decimal = ZERO

    @property
    def debt(self) -> Decimal:
        return self.not_due + self.overdue

    @property
    def overdue(self) -> Decimal:
        return self.to_30 + self.to_60 + self.to_90 + self.over_90

    @property
    def balance(self) -> Decimal:
        """Above zero the customer owes, below zero the laboratory holds money."""
        return self.debt - self.advance

    def __add__(self, other: "Ages") -> "Ages":
        return Ages(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


LATE = ("to_30", "to_60", "to_90", "over_90")


def bucket(due_on: date, on: date) -> str:
    """The column, on the day ``on``, of a debt that was to be paid by ``due_on``; on that day itself it is not late."""
    late = (on - due_on).days
    if late <= 0:
        return "not_due"
    return LATE[sum(late > step for step in STEPS)]


@dataclass(frozen=True)
class Charge:
    """A charge with the day on which it began to stand and, where it was reversed, the day on which it fell."""

    order: int
    amount: Decimal
    day: date
    due_on: date
    reversed_on: date | None = None

    def stands(self, on: date) -> bool:
        return self.day <= on and (self.reversed_on is None or on < self.reversed_on)


@dataclass(frozen=True)
class Settlement:
    """A part of a payment that pays an order's charge from that day on; negative where it is taken back."""

    order: int
    amount: Decimal
    day: date


@dataclass(frozen=True)
class OpenCharge:
    """What is still open of a charge on a day."""

    charge: Charge
    open: Decimal


@dataclass(frozen=True)
class History:
    """All that ever happened between one customer and the laboratory in one currency. ``paid`` are (day, amount)."""

    charges: list[Charge] = field(default_factory=list)
    paid: list[tuple[date, Decimal]] = field(default_factory=list)
    settlements: list[Settlement] = field(default_factory=list)

    def open_on(self, on: date) -> list[OpenCharge]:
        """The charges that were not wholly paid on that day, whatever happened later; first those due first."""
        used = self._used(on)
        still = [
            OpenCharge(charge, charge.amount - used[charge.order])
            for charge in self.charges
            if charge.stands(on)
        ]
        return sorted(
            (one for one in still if one.open), key=lambda one: (one.charge.due_on, one.charge.order)
        )

    def ages(self, on: date) -> Ages:
        """The debt by age on that day."""
        sums: dict[str, Decimal] = {}
        for one in self.open_on(on):
            column = bucket(one.charge.due_on, on)
            sums[column] = sums.get(column, ZERO) + one.open
        paid = sum((amount for day, amount in self.paid if day <= on), ZERO)
        return Ages(**sums, advance=paid - sum(self._used(on).values(), ZERO))

    def _used(self, on: date) -> dict[int, Decimal]:
        """By order with a standing charge, what settles it; never more than there is to settle."""
        settled: dict[int, Decimal] = {}
        for one in self.settlements:
            if one.day <= on:
                settled[one.order] = settled.get(one.order, ZERO) + one.amount
        return {
            charge.order: min(charge.amount, settled.get(charge.order, ZERO))
            for charge in self.charges
            if charge.stands(on)
        }
