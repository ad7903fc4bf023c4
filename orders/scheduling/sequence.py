"""The sequence in which the tasks of one order stand: along their chain, and at the bench of their performer.

It is fixed before anything is placed, whatever the due date: were tasks to overtake one another, an earlier due date
could make room for one of them and so plan it later.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from orders.scheduling.terms import Work


@dataclass(slots=True)
class Sequenced:
    """Tasks are meant by their place in ``works``. ``order`` has each behind all that must be done before it."""

    works: Sequence[Work]
    order: list[int] = field(default_factory=list)
    chain: list[int] = field(default_factory=list)
    before: list[list[int]] = field(default_factory=list)
    after: list[list[int]] = field(default_factory=list)

    def link(self, tasks: Sequence[int]) -> None:
        """Each of these follows the one before."""
        for former, latter in pairwise(tasks):
            self.after[former].append(latter)
            self.before[latter].append(former)


def sequence(works: Sequence[Work]) -> Sequenced:
    """Who serves several chains does first what has little before it and much behind it."""
    if len({work.key for work in works}) < len(works):
        raise ValueError("two tasks have the same key")
    chains = _chains(works)
    found = Sequenced(works, chain=[0] * len(works), before=[[] for _ in works], after=[[] for _ in works])
    urgency = [0] * len(works)
    for name, tasks in enumerate(chains):
        done, whole = 0, sum(works[task].minutes for task in tasks)
        for task in tasks:
            found.chain[task] = name
            urgency[task] = 2 * done + works[task].minutes - whole  # minutes before it less minutes behind it
            done += works[task].minutes
        found.link(tasks)
    found.order = sorted(range(len(works)), key=urgency.__getitem__)
    for tasks in _benches(works, found.order):
        found.link(tasks)
    return found


def _chains(works: Sequence[Work]) -> list[list[int]]:
    chains: dict[int | tuple[int], list[int]] = {}
    for task, work in enumerate(works):
        chains.setdefault((task,) if work.chain is None else work.chain, []).append(task)
    return list(chains.values())


def _benches(works: Sequence[Work], order: Sequence[int]) -> list[list[int]]:
    """What each performer does, one after the other. A task without minutes is in nobody's way."""
    benches: dict[int, list[int]] = {}
    for task in order:
        performer = works[task].performer
        if performer is not None and works[task].minutes:
            benches.setdefault(performer, []).append(task)
    return list(benches.values())
