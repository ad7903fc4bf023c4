"""What each task has of what a line comes to: its own tasks what they say, its parts by their prices, nothing lost."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from catalog.models import Service
from common.money import split
from orders.models import LinePart, Task
from payroll.rates import weights_of


@dataclass(frozen=True)
class Share:
    """``quantity`` of a service, worth so much before and after discounts; ``task`` is None where none counts."""

    task: Task | None
    service: Service
    quantity: Decimal
    gross: Decimal
    net: Decimal

    def split(self, weights: Sequence[Decimal], places: int) -> list["Share"]:
        parts = zip(split(self.gross, weights, places), split(self.net, weights, places), strict=True)
        return [replace(self, gross=gross, net=net) for gross, net in parts]


def shares_of(
    whole: Share, tasks: Sequence[Task], parts: Mapping[LinePart, Decimal], places: int
) -> list[Share]:
    """The shares of a line's counted tasks; ``parts`` says how much of each part is in it.

    Of a complex service its own steps have what they say, nothing where they say nothing, and its parts the rest, in
    proportion to their own prices. A part of which no task counts has none: the others share what there is.
    """
    by_part: dict[int | None, list[Task]] = defaultdict(list)
    current = {part.pk for part in parts}
    for task in tasks:
        by_part[task.part_id if task.part_id in current else None].append(task)
    worked = [part for part in parts if by_part[part.pk]]
    if not worked:
        return _over(whole, by_part[None], places)
    said = [task.share or Decimal(0) for task in by_part[None]]
    *own, rest = whole.split([*said, max(Decimal(0), 100 - sum(said, Decimal(0)))], places)
    found = [replace(share, task=task) for share, task in zip(own, by_part[None], strict=True)]
    for part, share in zip(worked, rest.split([part.weight for part in worked], places), strict=True):
        found += _over(replace(share, service=part.service, quantity=parts[part]), by_part[part.pk], places)
    return found


def _over(whole: Share, tasks: Sequence[Task], places: int) -> list[Share]:
    """The tasks of one service share what it comes to; where there are none, it stays whole."""
    weights = weights_of([task.share for task in tasks]) or weights_of([None])
    return [
        replace(share, task=task)
        for share, task in zip(whole.split(weights, places), tasks or [None], strict=True)
    ]
