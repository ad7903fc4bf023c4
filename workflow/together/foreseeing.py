"""What will become of many orders, said before anything is done: how many can take an action, and why others cannot."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from common.guards import Guard
from lab.permissions import may
from orders.lifecycle import transition_from
from orders.models import Order
from workflow.steps import STEPS
from workflow.together.failing import FAILING
from workflow.together.offered import Many


@dataclass(frozen=True)
class Foreseen:
    """``why`` are the sentences that the others will be refused with, the most frequent first."""

    can: int
    why: Sequence[tuple[str, int]]


def foresee(many: Many, orders: QuerySet, person) -> Foreseen:
    """As the orders stand now, in as many statements as the action has guards, whatever the number of orders."""
    by_state: dict[str, list[int]] = defaultdict(list)
    for pk, status in orders.values_list("pk", "status"):
        by_state[status].append(pk)
    every = [pk for pks in by_state.values() for pk in pks]
    failing: dict[Guard, set[int]] = {}
    why: Counter[str] = Counter()
    for status, pks in by_state.items():
        sample = Order(status=status)
        if not (status in many.possible_in() and may(person, many.permission_in(status))):
            why[str(many.action.why_not(sample, person))] += len(pks)
            continue
        left = set(pks)
        for guard in _guards_of(many, sample):
            if guard not in failing:
                failing[guard] = set(FAILING[guard](every)) if guard in FAILING else set()
            if refused := left & failing[guard]:
                why[str(guard.sentence)] += len(refused)
                left -= refused
    return Foreseen(len(every) - sum(why.values()), why.most_common())


def _guards_of(many: Many, order: Order) -> list[Guard]:
    """In the sequence in which they are asked."""
    step = many.action.step
    return [*transition_from(order, step).conditions, *STEPS[step].guards] if step else []
