"""Payments in the customer's ledger: received, given to orders, used from the advance, reversed.

Every verb locks the customer's row before it reads what stands, so two payments cannot settle the same debt twice.
"""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from billing.ledger import allocations, open_debts
from billing.ledger.refusals import (
    IsRefunded,
    MoreThanOpen,
    MoreThanPaid,
    NotAPayment,
    NotEnoughAdvance,
    Parts,
    ReversedAlready,
    refuse_parts,
    refuse_unsound_payment,
    sum_of,
)
from billing.models import Payment, ReceivableEntry
from billing.standing import debt_of, free_advance, standing_charge, standing_entry
from common.numbering import draw_number
from customers.models import Counterparty
from lab.events import local_day
from lab.models import Event, LabSettings
from orders.models import Order


def receive_payment(
    customer: Counterparty,
    amount: Decimal,
    currency: str,
    received_on: date,
    method: str,
    reference: str,
    *,
    order: Order | None = None,
    parts: Parts = (),
    event: Event,
    on: date | None = None,
) -> Payment:
    """Book money that a customer paid, numbered on day ``on`` (the day of the event where not given).

    ``parts`` say how much goes to which order: it settles what is open of its charge, or is tied to an order that is
    not charged yet; the rest is the customer's free advance. ``order`` alone takes all that it can. Raises
    ``NotAPayment``, ``MoreThanPaid`` or ``MoreThanOpen`` with the reason.
    """
    on = on or local_day(event.at)
    refuse_unsound_payment(amount, currency, received_on, method, on)
    if order is not None:
        parts = [(order, amount)]
    refuse_parts(parts, customer, currency)
    customer = Counterparty.objects.locked(customer.pk)
    if order is not None:
        parts = [(order, _most_for(order, amount))]
    _refuse_more_than(amount, parts, currency)
    payment = Payment(
        customer=customer,
        amount=amount,
        currency=currency,
        received_on=received_on,
        method=method,
        reference=reference,
        event=event,
    )
    payment.take_number(draw_number("payment", LabSettings.load().payment_mask, on))
    payment.save()
    ReceivableEntry.objects.create(
        customer_id=payment.customer_id,
        kind=ReceivableEntry.Kind.PAYMENT,
        payment=payment,
        amount=-payment.amount,
        currency=payment.currency,
        day=payment.received_on,
        event=event,
    )
    for part_of, part in parts:
        allocations.allocate(payment, part_of, part, is_advance=_waits(part_of), event=event)
    open_debts.reckon(part_of for part_of, _part in parts)
    return payment


def use_advance(customer: Counterparty, order: Order, amount: Decimal, *, event: Event) -> Decimal:
    """Give an order that much of its customer's free advance, the oldest payment first; returns the amount."""
    return pay_from_advance(customer, order.currency, [(order, amount)], event=event)


def pay_from_advance(customer: Counterparty, currency: str, parts: Parts, *, event: Event) -> Decimal:
    """Give orders these parts of their customer's free advance, the oldest payment first; returns Σ parts."""
    if not parts:
        raise NotAPayment(_("Say what shall be paid from the advance."))
    refuse_parts(parts, customer, currency)
    Counterparty.objects.locked(customer.pk)
    total, free = sum_of(parts), free_advance(customer, currency)
    if total > free:
        raise NotEnoughAdvance(free, currency)
    _refuse_more_than(free, parts, currency)
    sources = list(allocations.payments_with_free_part(customer, currency))
    for order, part in parts:
        allocations.take_from(sources, part, order=order, is_advance=_waits(order), event=event)
    open_debts.reckon(order for order, _part in parts)
    return total


def reverse_payment(payment: Payment, *, event: Event, on: date) -> list[tuple[Order, Decimal]]:
    """Take a payment out of the books: what it paid is open again, what it was tied to loses it; returns those parts.

    Its number and rows stay; one entry reverses it. Raises ``IsRefunded`` where something of it was given back.
    """
    Counterparty.objects.locked(payment.customer_id)
    entry = standing_entry(payment=payment)
    if entry is None:
        raise ReversedAlready(payment.number)
    refunded = allocations.refunded_of(payment)
    if refunded:
        amount = sum(row.amount for row in refunded)
        numbers = sorted({row.refund.number for row in refunded})
        raise IsRefunded(payment.number, amount, payment.currency, numbers)
    taken = allocations.take_back(payment, event=event)
    open_debts.reckon(order for order, _part in taken)
    ReceivableEntry.objects.create(
        customer_id=entry.customer_id,
        kind=entry.kind,
        payment=payment,
        amount=-entry.amount,
        currency=entry.currency,
        day=on,
        event=event,
        reverses=entry,
    )
    return taken


def _waits(order: Order) -> bool:
    """Whether money given to the order waits for its charge. Asked after the lock."""
    return standing_charge(order) is None


def _most_for(order: Order, amount: Decimal) -> Decimal:
    """How much of the amount the order takes. Asked after the lock."""
    return amount if _waits(order) else min(amount, debt_of(order))


def _refuse_more_than(amount: Decimal, parts: Parts, currency: str) -> None:
    """The parts are no more than the amount, and each no more than its order takes. Asked after the lock."""
    given = sum_of(parts)
    if given > amount:
        raise MoreThanPaid(given, amount, currency)
    for order, part in parts:
        if not _waits(order) and part > debt_of(order):
            raise MoreThanOpen(order, debt_of(order))
