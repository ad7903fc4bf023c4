"""Record payment: money received from a customer, for orders or as an advance; or the use of an advance."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from billing.ledger import receivables
from billing.models import Payment
from billing.standing import orders_of
from customers.models import Counterparty
from lab.cause import Cause
from orders.models import Order
from workflow.money.paid_already import PaidAlready, twin_of
from workflow.money.parts import Parts, event_of, lock_parts, tell_orders
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
    parts: Parts = (),
    in_addition: bool = True,
) -> Payment:
    """``parts`` say what goes to which order; ``order_id`` alone takes all that it can. The rest is an advance.

    What an order tells is what the payment gave to it, not what was paid. One that says the same as a standing one is
    refused unless it is meant ``in_addition``.
    """
    require(cause, "record_payment")
    if order_id:
        order = lock_order(order_id)
        if not in_addition:
            _refuse_twin(customer, amount, currency, received_on, reference)
        event = event_of("record_payment", cause, [order])
        payment = receivables.receive_payment(
            customer, amount, currency, received_on, method, reference, order=order, event=event
        )
        tell_orders([(part.order, part.amount) for part in orders_of(payment)], event)
        return payment
    parts = lock_parts(parts)
    if not in_addition:
        _refuse_twin(customer, amount, currency, received_on, reference)
    event = event_of("record_payment", cause, [order for order, _part in parts])
    payment = receivables.receive_payment(
        customer, amount, currency, received_on, method, reference, parts=parts, event=event
    )
    tell_orders(parts, event)
    return payment


def _refuse_twin(
    customer: Counterparty, amount: Decimal, currency: str, received_on: date, reference: str
) -> None:
    """Asked under the lock of the customer, which comes after those of the orders: of two who type the same slip at
    once, one is asked."""
    Counterparty.objects.locked(customer.pk)
    said = {"amount": amount, "currency": currency, "received_on": received_on, "reference": reference}
    if twin := twin_of(customer, **said):
        raise PaidAlready(twin)


@transaction.atomic
def use_advance(order_id: int, cause: Cause, *, amount: Decimal) -> None:
    """Pay for an order from what its customer has paid in advance."""
    order = Order.objects.select_related("customer").get(pk=order_id)
    pay_from_advance(order.customer, cause, currency=order.currency, parts=[(order, amount)])


@transaction.atomic
def pay_from_advance(customer: Counterparty, cause: Cause, *, currency: str, parts: Parts) -> None:
    """Pay for orders from what their customer has paid in advance."""
    require(cause, "record_payment")
    parts = lock_parts(parts)
    event = event_of("use_advance", cause, [order for order, _part in parts])
    receivables.pay_from_advance(customer, currency, parts, event=event)
    tell_orders(parts, event)
