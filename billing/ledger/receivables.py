"""The customer's ledger: charges, and what becomes of advances when they come and go; payments stand beside it.

Every verb locks the customer's row before it reads what stands. Debts and balances are asked of ``billing.standing``.
"""

from collections.abc import Container, Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from billing.ledger import allocations, open_debts
from billing.ledger.closing import NoFinalPrice
from billing.ledger.payments import pay_from_advance, receive_payment, reverse_payment, use_advance
from billing.ledger.refunds import refund_advance, reverse_refund
from billing.ledger.refusals import (
    IsRefunded,
    MoreThanOpen,
    MoreThanPaid,
    NotAPayment,
    NotARefund,
    NotEnoughAdvance,
    NotTheirPayment,
    NotYetReceived,
    ReversedAlready,
)
from billing.models import ClosingDocument, ReceivableEntry
from billing.standing import (
    PaymentState,
    balances,
    charged_among,
    debt_of,
    free_advance,
    paid_on,
    payment_state,
    payment_states,
    standing_charge,
)
from common.refusals import Refused
from customers.models import Counterparty
from lab.models import Event
from orders.models import Order

__all__ = [
    "IsRefunded",
    "MoreThanOpen",
    "MoreThanPaid",
    "NotAPayment",
    "NotARefund",
    "NotEnoughAdvance",
    "NotTheirPayment",
    "NotYetReceived",
    "PaymentState",
    "ReversedAlready",
    "balances",
    "charge",
    "charge_together",
    "charged_among",
    "debt_of",
    "free_advance",
    "free_advances",
    "paid_on",
    "pay_from_advance",
    "payment_state",
    "payment_states",
    "receive_payment",
    "refund_advance",
    "refuse_charged",
    "reverse_charge",
    "reverse_payment",
    "reverse_refund",
    "standing_charge",
    "use_advance",
]


class AlreadyCharged(Refused):
    """An order is charged once; its charge is reversed before it is charged again."""

    def __init__(self, order: Order):
        super().__init__(_("Order %(number)s is charged already.") % {"number": order.number})


class NotCharged(Refused):
    """There is no standing charge to reverse."""

    def __init__(self, order: Order):
        super().__init__(_("Order %(number)s is not charged.") % {"number": order.number})


def charge(order: Order, document: ClosingDocument, *, event: Event, on: date) -> ReceivableEntry:
    """Charge the customer the order's final price; advances tied to it settle that, and what is left goes free."""
    Counterparty.objects.locked(order.customer_id)
    (entry,) = charge_together({order: document}, event=event, on=on)
    return entry


def charge_together(
    documents: Mapping[Order, ClosingDocument], *, event: Event, on: date
) -> list[ReceivableEntry]:
    """``charge`` of each order under its document; the caller has locked the customers."""
    for order in documents:
        if order.final_price is None:
            raise NoFinalPrice(order)
    refuse_charged(documents, charged_among(documents))
    entries = ReceivableEntry.objects.bulk_create(
        ReceivableEntry(
            customer_id=order.customer_id,
            kind=ReceivableEntry.Kind.CHARGE,
            order=order,
            document=document,
            amount=order.final_price,
            currency=order.currency,
            day=on,
            event=event,
        )
        for order, document in documents.items()
    )
    allocations.settle_advances(documents, event=event)
    open_debts.reckon(documents)
    return entries


def refuse_charged(orders: Iterable[Order], charged: Container[int]) -> None:
    """Raise ``AlreadyCharged`` for the first that is among the ``charged`` ids (``charged_among``)."""
    for order in orders:
        if order.pk in charged:
            raise AlreadyCharged(order)


def reverse_charge(order: Order, *, event: Event, on: date) -> ReceivableEntry:
    """Reverse the order's standing charge; what settled it is an advance tied to the order again."""
    Counterparty.objects.locked(order.customer_id)
    charged = standing_charge(order)
    if charged is None:
        raise NotCharged(order)
    reversal = ReceivableEntry.objects.create(
        customer_id=charged.customer_id,
        kind=ReceivableEntry.Kind.CHARGE,
        order=order,
        document=charged.document,
        amount=-charged.amount,
        currency=charged.currency,
        day=on,
        event=event,
        reverses=charged,
    )
    allocations.tie_settlements(order, event=event)
    open_debts.reckon([order])
    return reversal


def free_advances(order: Order, *, event: Event, on: date) -> Decimal:
    """Give the advances tied to the order back to whoever paid them, to use freely; returns how much that was."""
    for payer in allocations.payers_of(order):
        Counterparty.objects.locked(payer)
    return allocations.free_tied(order, event=event)
