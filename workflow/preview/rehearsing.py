"""Running a use case in order to see what it books, and taking all of it back.

Nothing is computed twice: the rows are those of the use case itself. They are read before the transaction is rolled
back, and with it go events, numbers, background work and whatever waits for the commit.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from common.hurry import SomebodyIsFaster, TakesTooLong, in_a_hurry
from common.refusals import Refused
from orders.models import Order
from workflow.preview.booked import Booked, booked_since, stand_of


@dataclass(frozen=True)
class Rehearsal:
    """What came of it: the rows it booked, or why it refused.

    Neither where somebody else holds the order (``is_busy``), or where it would keep others waiting (``is_slow``).
    """

    booked: Booked | None = None
    refused: Refused | None = None
    is_busy: bool = False
    is_slow: bool = False


def rehearse(order_id: int, use_case: Callable[[], object]) -> Rehearsal:
    """What ``use_case()``, which is about the order, would book now. Leaves nothing behind, and waits for nobody."""
    try:
        with in_a_hurry():
            found = Order.objects.select_for_update(no_key=True, nowait=True, of=("self",))
            before = stand_of(found.get(pk=order_id))  # its history stands still from here on
            use_case()
            booked = booked_since(before)
            transaction.set_rollback(True)
    except Refused as refused:
        return Rehearsal(refused=refused)
    except SomebodyIsFaster:
        return Rehearsal(is_busy=True)
    except TakesTooLong:
        return Rehearsal(is_slow=True)
    return Rehearsal(booked)
