"""Orders done together in tests."""

from orders.models import Batch
from workflow.together.carry_on import carry_on
from workflow.together.do_together import do_together


def make_batch(orders, cause, action="comment", **told) -> Batch:
    """Written down, with the versions that stand, and not begun yet."""
    told = told or {"text": "Good", "is_internal": False}
    return do_together({order.pk: order.version for order in orders}, cause, action=action, told=told)


def done_together(orders, cause, action="comment", **told) -> Batch:
    """The same, brought to its end."""
    batch = make_batch(orders, cause, action, **told)
    carry_on(batch.pk)
    batch.refresh_from_db()
    return batch


def what_became(batch) -> list[tuple[str, str]]:
    """(state, what is said) of each of its orders, in their sequence."""
    return list(batch.rows.order_by("pk").values_list("state", "said"))
