"""Record payment: money received from a customer, for one order or as an advance; or the use of an advance."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from billing.ledger import receivables
from billing.models import Payment
from customers.models import Counterparty
from lab.cause import Cause
from lab.events import record_event
from orders.ledger import book_order_event, not_before_the_last
from orders.models import Order
from workflow.moving import lock_order, require


@transaction.atomic
def record_payment(
    customer: Counterparty,
    cause: Cause,
    *,
    amount: Decimal,
    currency: str,
    received_on: date,
    method: str,
    reference: str = "",
    order_id: int | None = None,
) -> Payment:
    require(cause, "record_payment")
    order = lock_order(order_id) if order_id else None
    cause = not_before_the_last(order, cause) if order else cause
    event = record_event("record_payment", cause, action="record_payment")
    if order:
        _book(order, event, amount)
    return receivables.receive_payment(
        customer, amount, currency, received_on, method, reference, order=order, event=event
    )


@transaction.atomic
def use_advance(order_id: int, cause: Cause, *, amount: Decimal) -> None:
    """Pay for an order from what its customer has paid in advance."""
    require(cause, "record_payment")
    order = lock_order(order_id)
    event = record_event("use_advance", not_before_the_last(order, cause), action="record_payment")
    _book(order, event, amount)
    receivables.use_advance(order.customer, order, amount, event=event)


def _book(order: Order, event, amount: Decimal) -> None:
    change = {"field": "payment", "before": "", "after": f"{amount:.2f} {order.currency}", "money": True}
    book_order_event(order, event, event.verb, changes=[change])
