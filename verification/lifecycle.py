"""Invariants of an order's life: its states, the unbroken chain of its events, what stands in which state."""

from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter

from django.db.models import Exists, OuterRef

from lab.permissions import ACTIONS
from lab.roles import SYSTEM, Role
from orders.lifecycle import declared_moves
from orders.models import Order, OrderEvent, OrderLine, Task
from orders.states import Status
from verification.finding import Finding, findings_of
from workflow.steps import STEPS

Row = tuple
_FIELDS = ("order_id", "verb", "from_status", "to_status", "version", "event__at", "event__role")


def chains() -> Iterator[tuple[int, list[Row]]]:
    """Each order's events in the order in which they were written."""
    rows = OrderEvent.objects.order_by("order_id", "pk").values_list(*_FIELDS).iterator(chunk_size=5000)
    for order_id, events in groupby(rows, key=itemgetter(0)):
        yield order_id, list(events)


def state_is_declared() -> Finding:
    """1"""
    rows = Order.objects.order_by().values_list("number", "status").iterator()
    return findings_of(
        rows, lambda number, status: None if status in Status.values else f"order {number} is “{status}”"
    )


def chain_is_unbroken() -> Finding:
    """2"""
    states = dict(Order.objects.order_by().values_list("pk", "status").iterator())
    found = findings_of(
        chains(), lambda order_id, events: _break_in(order_id, events, states.pop(order_id, None))
    )
    found.wrong += [f"order {order_id} has no events" for order_id in states]
    return found


def _break_in(order_id: int, events: list[Row], status: str | None) -> str | None:
    moves = [(left, entered) for _o, _v, left, entered, *_rest in events if entered]
    if events[0][1] != "create" or not moves or moves[0] != ("", Status.DRAFTING):
        return f"order {order_id} does not start at its creation"
    for (_left, stood), (left, _entered) in pairwise(moves):
        if stood != left:
            return f"order {order_id} left {left} while it was {stood}"
    return (
        None if moves[-1][1] == status else f"order {order_id} is {status}, its events end at {moves[-1][1]}"
    )


def moves_are_declared_and_allowed() -> Finding:
    """3"""
    declared = declared_moves()
    rows = OrderEvent.objects.exclude(from_status="").order_by().values_list(*_FIELDS).iterator()

    def wrong(order_id, verb, left, entered, _version, _at, role):
        if verb not in STEPS or (left, entered) not in declared:
            return f"order {order_id}: {verb} from {left} to {entered} is not declared"
        allowed = (*ACTIONS[STEPS[verb].action_for(left)], Role.ADMINISTRATOR, SYSTEM)
        return None if role in allowed else f"order {order_id}: {verb} was done as {role or 'nobody'}"

    return findings_of(rows, wrong)


def versions_count_the_changes() -> Finding:
    """4"""
    versions = dict(Order.objects.order_by().values_list("pk", "version").iterator())

    def wrong(order_id, events):
        made = [event[4] for event in events if event[4] is not None]
        if made != list(range(1, len(made) + 1)):
            return f"order {order_id} has versions {made}"
        if any(event[2] == event[3] for event in events if event[3]):
            return f"order {order_id} was moved to where it was"
        last = versions.get(order_id)
        return (
            None
            if made and made[-1] == last
            else f"order {order_id} has version {last}, its events {made[-1:]}"
        )

    return findings_of(chains(), wrong)


def terminal_states_are_left_only_as_declared() -> Finding:
    """6"""
    ways = {Status.CANCELLED: {"restore"}, Status.REALIZED: {"unrealize"}}
    rows = (
        OrderEvent.objects.filter(from_status__in=list(ways))
        .order_by()
        .values_list("order_id", "verb", "from_status")
    )
    return findings_of(
        rows.iterator(),
        lambda order_id, verb, left: (
            None if verb in ways[left] else f"order {order_id} left {left} by {verb}"
        ),
    )


def produced_orders_have_lines_and_performers() -> Finding:
    """8"""
    produced = Order.objects.filter(status__in=[Status.PRODUCED, Status.REALIZED]).order_by()
    found = Finding(produced.count())
    lines = OrderLine.objects.current().order_by()
    bare = produced.exclude(Exists(lines.filter(order=OuterRef("pk"))))
    for number in bare.values_list("number", flat=True):
        found.wrong.append(f"order {number} is produced without a service")
    by_somebody = Task.objects.current().filter(line=OuterRef("pk"), performer__isnull=False)
    by_nobody = lines.filter(order__in=produced).exclude(Exists(by_somebody))
    for number, code in by_nobody.values_list("order__number", "code"):
        found.wrong.append(f"order {number}: {code} was done by nobody")
    return found


def moments_never_decrease() -> Finding:
    """9"""

    def wrong(order_id, events):
        moments = [event[5] for event in events if event[3]]
        return None if moments == sorted(moments) else f"order {order_id} was moved back in time"

    return findings_of(chains(), wrong)
