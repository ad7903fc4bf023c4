"""How an order stood before a step that asks nothing, kept so that the step is taken back exactly.

Shared by those steps and by ``take_back_step``, not a use case itself.
"""

from billing.ledger.former_drafts import drafts_as_they_stand
from common.former_rows import Rows, differing, digest_of, rows_of
from orders.models import FormerState, Order, Task, WorkSpan

OF_ORDER = ("status", "awaited", "expected_on", "started_on", "due_on", "acts_automatic", "final_price")
"""What a step changes of the order itself, and what it leads on from."""

Stand = dict[str, Rows]


def stand_of(order: Order) -> Stand:
    """The order with its tasks, their clocks and its draft acts. The caller has locked it."""
    others = frozenset(field.attname for field in Order._meta.concrete_fields) - set(OF_ORDER)
    return {
        "order": rows_of(Order.objects.filter(pk=order.pk), but=others),
        "task": rows_of(Task.objects.filter(order=order)),
        "span": rows_of(WorkSpan.objects.filter(task__order=order)),
        **drafts_as_they_stand(order),
    }


def remember(order: Order, step: str, before: Stand) -> None:
    """The step is done, with all that follows from it: keep what it changed, and what it led to."""
    after = stand_of(order)
    stood = {table: differing(rows, after[table]) for table, rows in before.items()}
    told = {"step": step, "until": order.events.latest("pk"), "stood": stood, "led_to": digest_of(after)}
    FormerState.objects.update_or_create(order=order, defaults=told)
