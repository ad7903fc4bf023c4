"""What the page of an order says of its charge and of what was paid on it."""

from billing.models import ReceivableEntry
from billing.standing import Part, parts_of, standing_allocations, standing_charges
from common.kept_statements import kept
from orders.models import Order

_READ = (
    *("order_id", "amount", "is_advance"),
    *("payment__number", "payment__received_on", "payment__method", "payment__amount"),
)
_CHARGE = kept(lambda order: standing_charges(order).only("day", "amount").order_by("pk"))
_GIVEN = kept(
    lambda order: (
        standing_allocations()
        .filter(order=order)
        .select_related("payment")
        .only(*_READ)
        .order_by("payment__received_on", "payment_id", "pk")
    )
)


def charge_shown(order: Order) -> ReceivableEntry | None:
    """The charge that is not reversed: when it was made and how much it is."""
    return _CHARGE.first(order)


def parts_on(order: Order) -> list[Part]:
    """What each payment gives to the order now, the oldest first."""
    return parts_of(_GIVEN(order), order=order)
