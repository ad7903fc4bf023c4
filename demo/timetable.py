"""Which orders the demonstration has, and when each begins. Days are counted in working days before today."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from demo import agreed, turns
from demo import open_orders as now
from demo.case import Case
from demo.closing import closed_together
from demo.laboratory import Laboratory
from demo.lives import Life, ordinary

SEED = "Ostermere"
D, V = "dental", "veterinary"
LONGEST_BACK = 84

# department, working days ago, life
TURNS = (
    (D, 78, turns.called_off),
    (V, 71, turns.called_off),
    (D, 33, turns.called_off),
    (V, 12, turns.called_off),
    (D, 5, turns.called_off),
    (D, 52, turns.stopped),
    (D, 9, turns.stopped),
    (V, 3, turns.called_off),
    (D, 66, turns.brought_back),
    (V, 40, turns.brought_back),
    (D, 62, turns.reopened),
    (V, 49, turns.reopened),
    (D, 27, turns.reopened),
    (D, 58, turns.invoiced_again),
    (V, 36, turns.invoiced_again),
    (D, 44, turns.wrong_customer),
    (D, 16, turns.unrealized),
    (V, 8, turns.unrealized),
    (D, 56, turns.taken_down),
    (V, 30, turns.taken_down),
    (D, 64, turns.acts_corrected),
    (D, 38, turns.acts_corrected),
    (V, 23, turns.acts_corrected),
    (D, 24, turns.short_of_stock),
    (D, 47, turns.paid_before),
    (D, 29, turns.paid_before),
    (D, 14, turns.paid_before),
    (V, 6, turns.paid_before),
    (D, 54, turns.from_the_advance),
    (V, 26, turns.from_the_advance),
)
STANDING = (
    (D, 3, now.in_drafting, {}),
    (D, 1, now.in_drafting, {}),
    (V, 1, now.in_drafting, {}),
    (D, 2, now.in_drafting, {}),
    (D, 2, now.in_pending, {}),
    (V, 1, now.in_pending, {}),
    (D, 1, now.in_pending, {}),
    (V, 4, now.awaiting, {"days": 2}),
    (D, 3, now.awaiting, {"days": 5}),
    (V, 2, now.awaiting, {"days": 3}),
    (D, 6, now.on_hold, {"days": 9}),
    (D, 4, now.on_hold, {"days": 3}),
    (V, 3, now.on_hold, {"days": 2}),
    (D, 11, now.in_production, {"services": "C-110"}),
    (D, 9, now.in_production, {"services": "C-10"}),
    (V, 8, now.in_production, {"services": "K-250"}),
    (V, 5, now.in_production, {"services": "Y-230"}),
    (D, 6, now.in_production, {"services": "C-102"}),
    (D, 5, now.in_production, {"services": "C-103"}),
    (D, 4, now.in_production, {"services": "V-122"}),
    (D, 7, now.in_production, {"services": "D-141"}),
    (D, 3, now.in_production, {"services": "I-131"}),
    (V, 4, now.in_production, {"services": "T-241"}),
    (V, 2, now.in_production, {"services": "K-251"}),
    (D, 2, now.in_production, {"services": "O-150", "begun": False}),
    (V, 1, now.in_production, {"services": "G-26", "begun": False}),
    (D, 4, now.in_rework, {}),
    (V, 3, now.in_rework, {}),
    (D, 5, now.in_review, {}),
    (D, 3, now.in_review, {}),
    (V, 4, now.in_review, {}),
    (V, 3, now.in_review, {}),
    (D, 4, now.in_review, {}),
    (D, 8, now.in_review, {}),
    (D, 6, now.produced, {}),
    (D, 5, now.produced, {}),
    (V, 4, now.produced, {}),
    (D, 4, now.produced, {}),
    (D, 12, now.produced_and_shipped, {}),
    (D, 10, now.produced_and_shipped, {}),
)
ONE_PAPER, ISSUED = (50, 48, 47, 45, 44), 24
"""When five orders of one customer begin, and when one closing document is issued for them: overdue by now."""

COPIES = ((D, 60, 20), (V, 50, 31), (D, 35, 7))
"""department, when the original begins, when its copy does."""

BUNDLES = (
    (D, 68, ordinary, {"services": "X-190"}),
    (D, 41, ordinary, {"services": "X-192"}),
    (V, 32, ordinary, {"services": "Z-290"}),
    (D, 21, ordinary, {"services": "X-190"}),
    (V, 9, ordinary, {"services": "Z-290"}),
    (D, 7, now.in_production, {"services": "X-192"}),
    (D, 5, now.in_production, {"services": "X-190"}),
    (V, 1, now.in_production, {"services": "Z-290", "begun": False}),
)
"""Complex services."""
AGREED = (
    (D, 37, agreed.discounted, {"services": "C-10", "percent": Decimal(10)}),
    (V, 17, agreed.discounted, {"services": "K-250", "amount": Decimal(5)}),
    (D, 31, agreed.made_good, {"services": "C-104"}),
    (V, 13, agreed.made_good, {"services": "T-24"}),
    (D, 3, agreed.agreed_and_changed, {"services": "C-110"}),
)
"""Prices that were talked about."""


def lives(laboratory: Laboratory) -> Iterator[Life]:
    """Every order, in no particular order."""
    rng = Random(SEED)
    for back in range(LONGEST_BACK, -1, -1):
        for serial in range(rng.choice((0, 0, 1, 1, 1))):
            department = D if rng.random() < 0.55 else V
            yield ordinary(_case(laboratory, department, back, rng, f"ordinary {back} {serial}"))
    for department, back, life in TURNS:
        yield life(_case(laboratory, department, back, rng, f"{life.__name__} {back}"))
    for department, back, life, details in STANDING:
        yield life(_case(laboratory, department, back, rng, f"{life.__name__} {back} {details}"), **details)
    for department, back, again in COPIES:
        source = _case(laboratory, department, back, rng, f"source {back}")
        yield ordinary(source, files=1)
        yield turns.copied(_case(laboratory, department, again, rng, f"copy {back}"), source)
    together = [_case(laboratory, D, back, rng, f"together {back}") for back in ONE_PAPER]
    yield from (turns.for_one_paper(case) for case in together)
    yield closed_together(_case(laboratory, D, ISSUED, rng, "one paper"), together)
    for back, services, performers in ((45, "C-104", ("tomas", "nadia")), (19, "C-110", ("nadia", "tomas"))):
        case = _case(laboratory, D, back, rng, f"shared {back}")
        yield turns.work_shared(case, services=services, performers=performers)
    for department, back, life, details in BUNDLES:
        yield life(_case(laboratory, department, back, rng, f"bundle {back} {details}"), **details)
    for department, back, life, details in AGREED:
        yield life(_case(laboratory, department, back, rng, f"{life.__name__} {back}"), **details)


def _case(laboratory: Laboratory, department: str, back: int, rng: Random, seed: str) -> Case:
    day = laboratory.clock.days_before(laboratory.now.date(), back)
    return Case(laboratory, department, f"{SEED} {seed}", laboratory.clock.on(day, rng.uniform(7.8, 15.5)))
