"""Where payments go: tied to an order before its charge, settling it after, freed when it falls; or refunded.

Part of the receivables; the caller holds the lock of the customer.
"""

from collections.abc import Iterable
from decimal import Decimal

from billing.models import Allocation, Payment, Refund
from common.money import ZERO
from customers.models import Counterparty, account
from lab.models import Event
from orders.models import Order


def allocate(payment: Payment, order: Order, amount: Decimal, *, is_advance: bool, event: Event) -> None:
    """Give that much of a payment to an order; nothing where the amount is nothing."""
    if amount:
        Allocation.objects.create(
            payment=payment, order=order, amount=amount, is_advance=is_advance, event=event
        )


def take_from(
    payments: Iterable[Payment],
    amount: Decimal,
    *,
    order: Order | None = None,
    refund: Refund | None = None,
    is_advance: bool = False,
    event: Event,
) -> None:
    """Give an order, or a refund, that much of the payments' free parts (``free``, which shrinks), one by one."""
    for payment in payments:
        part = min(amount, payment.free)
        if part:
            Allocation.objects.create(
                payment=payment, order=order, refund=refund, amount=part, is_advance=is_advance, event=event
            )
        payment.free -= part
        amount -= part


def take_back(payment: Payment, *, event: Event) -> list[tuple[Order, Decimal]]:
    """Reverse all that the payment gives to orders; returns how much each had of it."""
    standing = Allocation.objects.filter(payment=payment, order__isnull=False, reverses__isnull=True)
    rows = _reversed(standing.filter(reversed_by__isnull=True).select_related("order").order_by("pk"), event)
    taken: dict[Order, Decimal] = {}
    for row in rows:
        taken[row.order] = taken.get(row.order, ZERO) + row.amount
    return list(taken.items())


def refunded_of(payment: Payment) -> list[Allocation]:
    """What standing refunds took of the payment."""
    rows = payment.allocations.filter(refund__isnull=False, reverses__isnull=True, reversed_by__isnull=True)
    return list(rows.select_related("refund").order_by("pk"))


def give_back(refund: Refund, *, event: Event) -> None:
    """Reverse what the refund took of payments."""
    standing = refund.allocations.filter(reverses__isnull=True, reversed_by__isnull=True)
    _reversed(standing.order_by("pk"), event)


def settle_advances(orders: Iterable[Order], *, event: Event) -> None:
    """Turn advances tied to each order into settlements, oldest first, up to its final price; the rest goes free.

    Money of a former customer of the order does not pay for the present one: all of it goes free.
    """
    left = {order: order.final_price for order in orders}
    by_id, settled = {order.pk: order for order in left}, []
    for advance in _reversed(_standing_of(by_id, is_advance=True), event):
        order = by_id[advance.order_id]
        payment = advance.payment
        own = payment.customer.account_id == order.customer_id and payment.currency == order.currency
        settling = min(advance.amount, left[order]) if own else ZERO
        left[order] -= settling
        if settling:
            settled.append(Allocation(payment=advance.payment, order=order, amount=settling, event=event))
    Allocation.objects.bulk_create(settled)


def tie_settlements(order: Order, *, event: Event) -> None:
    """Turn what settled the order's charge back into advances tied to it."""
    for allocation in _reversed(_standing(order, is_advance=False), event):
        allocate(allocation.payment, order, allocation.amount, is_advance=True, event=event)


def free_tied(order: Order, *, event: Event) -> Decimal:
    """Untie every advance of the order; returns how much went back to the customer's free advance."""
    tied = _reversed(_standing(order, is_advance=True), event)
    return sum((allocation.amount for allocation in tied), ZERO)


def payers_of(order: Order) -> list[int]:
    """Ids of the customers whose advances are tied to the order, in the order in which they are locked."""
    tied = _standing(order, is_advance=True).annotate(payer=account("payment__customer")).order_by("payer")
    return list(tied.values_list("payer", flat=True).distinct())


def payments_with_free_part(customer: Counterparty, currency: str):
    """Payments of the customer of which something is not allocated (``free``), the oldest first."""
    payments = Payment.objects.standing().filter(customer__in=customer.books, currency=currency)
    return payments.with_free().filter(free__gt=ZERO).order_by("received_on", "pk")


def _standing(order: Order, *, is_advance: bool):
    return _standing_of([order.pk], is_advance=is_advance)


def _standing_of(order_ids: Iterable[int], *, is_advance: bool):
    allocations = Allocation.objects.filter(order__in=list(order_ids), is_advance=is_advance)
    standing = allocations.filter(reverses__isnull=True, reversed_by__isnull=True)
    return standing.select_related("payment__customer").order_by("pk")


def _reversed(allocations: Iterable[Allocation], event: Event) -> list[Allocation]:
    """Reverse the allocations; gives them as they stood."""
    stood = list(allocations)
    Allocation.objects.bulk_create(
        Allocation(
            payment_id=allocation.payment_id,
            order_id=allocation.order_id,
            refund_id=allocation.refund_id,
            amount=-allocation.amount,
            is_advance=allocation.is_advance,
            reverses=allocation,
            event=event,
        )
        for allocation in stood
    )
    return stood
