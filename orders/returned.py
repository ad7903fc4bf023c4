"""Orders that a reviewer sent back and whose work is not done again: asked the same way of one order and of many.

Such an order stays in sight as returned until its tasks are finished, also while it is on hold.
"""

from functools import cache

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from common.kept_statements import kept
from orders.models import Order, OrderEvent, Task
from orders.states import Status

RETURN = "return_to_production"
DECIDED = (RETURN, "send_to_review", "produce")
"""The last of these that was not taken back says whether an order has been returned; nothing else changes that."""
AT_WORK = (Status.PENDING, Status.PRODUCTION)


def returned_since(order: Order) -> OrderEvent | None:
    """The return whose work is not done again, or None: reason, person and moment stand on its event."""
    if order.status not in AT_WORK:
        return None
    moves = moves_of(order)
    decided = [
        move
        for move, then in zip(moves, [*moves[1:], None], strict=True)
        if move.verb in DECIDED and not (then and then.verb == "take_back")
    ]
    if not decided or decided[-1].verb != RETURN or not order.tasks.current().unfinished().exists():
        return None
    return decided[-1]


_MOVES = kept(
    lambda order: (
        OrderEvent.objects.filter(order=order)
        .exclude(to_status="")
        .select_related("event__actor")
        .only(
            *("order_id", "verb", "from_status", "to_status"),
            *("event__at", "event__reason", "event__actor__name"),
        )
        .order_by("pk")
    ),
    owner="order",
)


def moves_of(order: Order) -> list[OrderEvent]:
    """From state to state, the first first, with who, when and why; read once for all that a page says of them."""
    if not hasattr(order, "moves_shown"):
        order.moves_shown = _MOVES(order)
    return order.moves_shown


def returned_among(orders: QuerySet) -> QuerySet:
    """Those of the orders of which ``returned_since`` would tell a return."""
    open_work, last = _last_returns()
    return orders.filter(open_work, status__in=AT_WORK, pk__in=last)


@cache
def _last_returns() -> tuple[Exists, QuerySet]:
    """Work that is open, and returns that nobody decided after: made once, for putting them together takes longer than
    asking them."""
    later = _decided(OrderEvent.objects.filter(order=OuterRef("order"), pk__gt=OuterRef("pk")))
    # From the few returns to their orders: asked of each order at work, the last decision would be looked up thousands
    # of times.
    returns = _decided(OrderEvent.objects.filter(verb=RETURN, order__status__in=AT_WORK))
    open_work = Task.objects.current().unfinished().filter(order=OuterRef("pk"))
    return Exists(open_work), returns.filter(~Exists(later)).values("order")


def _decided(events: QuerySet) -> QuerySet:
    return not_taken_back(events.filter(verb__in=DECIDED))


def not_taken_back(events: QuerySet) -> QuerySet:
    """Those moves that stand: of one that was taken back, that is the next move of the order."""
    later = OrderEvent.objects.filter(order=OuterRef("order"), pk__gt=OuterRef("pk")).exclude(from_status="")
    next_move = Coalesce(Subquery(later.order_by("pk").values("verb")[:1]), Value(""))
    return events.alias(next_move=next_move).exclude(next_move="take_back")
