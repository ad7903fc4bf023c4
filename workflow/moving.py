"""How every use case begins: lock the order, see that it is the one the person saw, see that the person may."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from common.refusals import Refused
from common.soundness import refuse_odd_day, refuse_unsound_fields
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.models import Event
from lab.permissions import may
from orders.ledger import book_moves, book_order_event, not_before_the_last
from orders.models import Order
from orders.states import Status
from workflow.clock import settle_clocks, settle_clocks_of
from workflow.steps import STEPS, why_not

REASONED = {"hold", "return_to_production", "reopen", "unrealize", "cancel"}
"""Steps that nobody takes without saying why."""


class StepRefused(Refused):
    """The state of the order or the person's role does not allow it."""


class StaleOrder(Refused):
    """The page was opened on an older version of the order. ``yours`` and ``now`` are the two versions."""

    def __init__(self, order: Order, yours: int):
        self.order, self.yours, self.now = order, yours, order.version
        super().__init__(
            _(
                "The order has changed since you opened it: you saw version %(yours)s, now it is version %(now)s."
                " Look at what changed, then repeat your step."
            )
            % {"yours": yours, "now": order.version}
        )


def lock_order(order_id: int) -> Order:
    """The order, its row locked until the transaction ends."""
    return Order.objects.locked(order_id)


def refuse_stale(order: Order, cause: Cause) -> None:
    """Raise ``StaleOrder`` where the person acted on an older version."""
    if cause.version is not None and cause.version != order.version:
        raise StaleOrder(order, cause.version)


def require(cause: Cause, action: str) -> None:
    """Raise ``StepRefused`` unless the person's role (or a service account) may do the action."""
    if not cause.actor.is_service_account and not may(cause.actor, action):
        raise StepRefused(_("Your role does not allow this."))


def refuse(sentence: str | None) -> None:
    """Raise ``StepRefused`` with the sentence, where there is one."""
    if sentence:
        raise StepRefused(sentence)


def open_order(order_id: int, cause: Cause, *, action: str, aspect: str, versioned: bool = False) -> Order:
    """Lock an order in order to change one aspect of it (``orders.states.CHANGEABLE``)."""
    require(cause, action)
    order = lock_order(order_id)
    if not order.allows(aspect):
        raise StepRefused(
            _("This cannot be changed while the order is in the state “%(state)s”.")
            % {"state": Status(order.status).label}
        )
    if versioned:
        refuse_stale(order, cause)
    return order


def take_step(order_id: int, step: str, cause: Cause, *, reason: str = "", **details) -> tuple[Order, Event]:
    """Move the order by one step and write its event; the caller adds the consequences in the same transaction."""
    order, event = begin_step(order_id, step, cause, reason=reason, **details)
    move_together(event, [order], step, cause, **details)
    return order, event


def begin_step(order_id: int, step: str, cause: Cause, *, reason: str = "", **details) -> tuple[Order, Event]:
    """The locked order, which may take the step, and the event under which it will."""
    order = lock_order(order_id)
    refuse_step(order, step, cause)
    if step in REASONED and not reason.strip():
        raise StepRefused(_("Say why."))
    refuse_odd_day(details.get("expected_on"), local_day(cause.at), may_have_passed=False)
    action = STEPS[step].action_for(order.status)
    event = record_event(step, not_before_the_last([order], cause), action=action, reason=reason)
    return order, event


def refuse_step(order: Order, step: str, cause: Cause) -> None:
    """Raise the sentence why the locked order cannot take the step, or that it is no longer what the person saw."""
    refuse(why_not(order, step, cause.actor))
    refuse_stale(order, cause)


def move_together(event: Event, orders: Sequence[Order], step: str, cause: Cause, **details) -> None:
    """Move the locked orders, which may take the step, under one event."""
    left = {order: order.status for order in orders}
    stood = _columns(orders)
    for order in orders:
        getattr(order, step)(**details)
        refuse_unsound_fields(order, ["awaited"])
        order.version += 1
    # Each column more takes the database's words for many orders considerably longer to compose.
    Order.objects.bulk_update(orders, [name for name, now in _columns(orders).items() if now != stood[name]])
    book_moves(event, step, left, settle_clocks_of(orders, cause.at))


def _columns(orders: Sequence[Order]) -> dict[str, list]:
    columns = Order._meta.concrete_fields
    return {column.name: [getattr(order, column.attname) for order in orders] for column in columns}


def book_change(
    order: Order,
    verb: str,
    cause: Cause,
    *,
    action: str,
    changes: list[dict],
    reason: str = "",
    grows: bool = True,
) -> Event:
    """Save a changed order and write its event. With ``grows`` the order gets its next version.

    Work that the change took away from whoever was at it is paused.
    """
    if grows:
        order.version += 1
        order.save()
    event = record_event(verb, not_before_the_last([order], cause), action=action, reason=reason)
    paused = settle_clocks(order, cause.at)
    book_order_event(order, event, verb, changes=[*changes, *paused], grows=grows)
    return event
