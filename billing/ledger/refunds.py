"""Refunds: free advance given back to the customer who paid it; and their reversal."""

from datetime import date
from decimal import Decimal

from billing.ledger import allocations
from billing.ledger.refusals import (
    NotEnoughAdvance,
    NotTheirPayment,
    NotYetReceived,
    ReversedAlready,
    refuse_unsound_refund,
)
from billing.models import Payment, ReceivableEntry, Refund
from billing.standing import free_advance, free_part_by_payment, standing_entry
from common.numbering import draw_number
from customers.models import Counterparty
from lab.events import local_day
from lab.models import Event, LabSettings


def refund_advance(
    customer: Counterparty,
    amount: Decimal,
    currency: str,
    refunded_on: date,
    method: str,
    reference: str,
    *,
    payment: Payment | None = None,
    event: Event,
    on: date | None = None,
) -> Refund:
    """Book that so much of the free advance was given back, out of the oldest payments first, or of ``payment`` alone.

    Raises ``NotARefund``, ``NotTheirPayment`` or ``NotEnoughAdvance`` with the reason.
    """
    on = on or local_day(event.at)
    refuse_unsound_refund(amount, currency, refunded_on, method, on)
    if payment and (
        payment.currency != currency or not customer.books.filter(pk=payment.customer_id).exists()
    ):
        raise NotTheirPayment(payment.number)
    customer = Counterparty.objects.locked(customer.pk)
    free = free_part_by_payment([payment])[payment.pk] if payment else free_advance(customer, currency)
    if amount > free:
        raise NotEnoughAdvance(free, currency)
    sources = allocations.payments_with_free_part(customer, currency)
    taken = _taken_from(list(sources.filter(pk=payment.pk) if payment else sources), amount, refunded_on)
    refund = Refund(
        customer=customer,
        amount=amount,
        currency=currency,
        refunded_on=refunded_on,
        method=method,
        reference=reference,
        event=event,
    )
    refund.take_number(draw_number("refund", LabSettings.load().refund_mask, on))
    refund.save()
    ReceivableEntry.objects.create(
        customer=customer,
        kind=ReceivableEntry.Kind.REFUND,
        refund=refund,
        amount=amount,
        currency=currency,
        day=refunded_on,
        event=event,
    )
    allocations.take_from(taken, amount, refund=refund, event=event)
    return refund


def reverse_refund(refund: Refund, *, event: Event, on: date) -> None:
    """Take a refund out of the books: what it gave back is free advance again. Its number and rows stay."""
    Counterparty.objects.locked(refund.customer_id)
    entry = standing_entry(refund=refund)
    if entry is None:
        raise ReversedAlready(refund.number)
    allocations.give_back(refund, event=event)
    ReceivableEntry.objects.create(
        customer_id=entry.customer_id,
        kind=entry.kind,
        refund=refund,
        amount=-entry.amount,
        currency=entry.currency,
        day=on,
        event=event,
        reverses=entry,
    )


def _taken_from(payments: list[Payment], amount: Decimal, refunded_on: date) -> list[Payment]:
    """The payments that the refund comes out of, none of them received after it."""
    taken = []
    for payment in payments:
        if amount <= 0:
            break
        if payment.received_on > refunded_on:
            raise NotYetReceived(payment.number, payment.received_on)
        taken.append(payment)
        amount -= payment.free
    return taken
