"""Which lots a quantity is taken from: first expiry first, what says no day last, then the oldest. Arithmetic only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

NONE = Decimal(0)


@dataclass(frozen=True)
class LotStock:
    """What is on hand of a lot ("" is what has none); the smaller ``came`` is, the older it is."""

    name: str
    on_hand: Decimal
    expires_on: date | None = None
    came: int = 0

    def has_expired(self, on: date) -> bool:
        """Whether it was no longer good on that day; on its last day it still is."""
        return self.expires_on is not None and self.expires_on < on


@dataclass(frozen=True)
class Taken:
    """So much of a lot; ``is_over`` where more was taken than was there and good."""

    lot: str
    quantity: Decimal
    is_over: bool = False


def total(lots: Iterable[LotStock]) -> Decimal:
    """What is on hand of all lots together, the expired ones too."""
    return sum((lot.on_hand for lot in lots), NONE)


def expired(lots: Iterable[LotStock], on: date) -> Decimal:
    """How much lies there that is no longer good."""
    return sum((lot.on_hand for lot in lots if lot.has_expired(on) and lot.on_hand > 0), NONE)


def usable(lots: Sequence[LotStock], on: date) -> Decimal:
    """How much may be taken: of lots that are good, and no more than there is in all (a lot may stand below zero)."""
    good = sum((lot.on_hand for lot in lots if lot.on_hand > 0 and not lot.has_expired(on)), NONE)
    return max(NONE, min(good, total(lots)))


def take(lots: Sequence[LotStock], needed: Decimal, on: date) -> list[Taken]:
    """``needed`` by lot, each lot once. What is more than usable comes from what else is there, good lots first, then
    expired ones, and at last from no lot; those parts are over."""
    parts: dict[str, Taken] = {}
    free = min(needed, usable(lots, on))
    rest = {lot.name: lot.on_hand for lot in lots if lot.on_hand > 0}
    good_first = as_taken(lots, on)
    for is_over, wanted in ((False, free), (True, needed - free)):
        for lot in good_first:
            part = min(wanted, rest.get(lot.name, NONE))
            if part > 0 and (is_over or not lot.has_expired(on)):
                _add(parts, Taken(lot.name, part, is_over))
                rest[lot.name] -= part
                wanted -= part
        if wanted > 0:
            _add(parts, Taken("", wanted, is_over))
    return list(parts.values())


def as_taken(lots: Iterable[LotStock], on: date) -> list[LotStock]:
    """In the order in which they are taken on that day: what has expired comes after everything that is good, and what
    stands below zero at the end."""
    return sorted(in_order(lots), key=lambda lot: (lot.on_hand < 0, lot.has_expired(on)))


def in_order(lots: Iterable[LotStock]) -> list[LotStock]:
    """First expiry first, what says no day last, then the oldest."""
    return sorted(lots, key=lambda lot: (lot.expires_on is None, lot.expires_on or date.max, lot.came))


def _add(parts: dict[str, Taken], more: Taken) -> None:
    before = parts.get(more.lot, Taken(more.lot, NONE))
    parts[more.lot] = Taken(more.lot, before.quantity + more.quantity, before.is_over or more.is_over)


def without(lots: Sequence[LotStock], taken: Iterable[Taken]) -> list[LotStock]:
    """What is left of the lots; what was taken from no lot beyond what is there stands below zero."""
    gone = {part.lot: part.quantity for part in taken}
    left = [replace(lot, on_hand=lot.on_hand - gone.pop(lot.name, NONE)) for lot in lots]
    return [*left, *(LotStock(name, -quantity) for name, quantity in gone.items())]
