"""Money of customers in the demonstration: one transfer over three charges, one taken back, one advance given back."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from billing.models import Payment
from billing.standing import OpenCharge, free_advance, open_charges
from customers.models import Counterparty
from demo.laboratory import Laboratory
from demo.lives import Life
from lab.events import local_day
from lab.models import LabSettings
from workflow.money.record_payment import record_payment
from workflow.money.refund_advance import refund_advance
from workflow.money.reverse_payment import reverse_payment

OVER_THREE, MISTAKEN, GIVEN_BACK = 9, 6, 4
"""How many working days ago each happened."""


def moneydays(laboratory: Laboratory) -> Iterator[Life]:
    yield _over_three_charges(laboratory)
    yield _of_the_wrong_customer(laboratory)
    yield _given_back(laboratory)


def _over_three_charges(laboratory: Laboratory) -> Life:
    """The customer with the most open charges pays the two oldest, and a part of the third."""
    yield (at := _days_ago(laboratory, OVER_THREE, 10))
    owed = max(_owed(), key=lambda row: len(row[1]), default=None)
    if owed is None or len(owed[1]) < 3:
        return
    customer, (first, second, third, *_later) = owed
    part = (third.open / 2).quantize(Decimal(1))
    parts = [(first.order, first.open), (second.order, second.open), (third.order, part)]
    _received(
        laboratory,
        at,
        customer,
        sum(amount for _order, amount in parts),
        "Three invoices, rest follows",
        parts,
    )


def _of_the_wrong_customer(laboratory: Laboratory) -> Life:
    """A transfer is recorded for a customer of a similar amount, and taken back when the other one calls."""
    yield (at := _days_ago(laboratory, MISTAKEN, 9))
    owed = sorted(_owed(), key=lambda row: row[0].pk)
    if len(owed) < 2:
        return
    (wrong, (charge, *_rest)), (right, (other, *_others)) = owed[0], owed[-1]
    amount = min(charge.open, other.open)
    mistaken = _received(laboratory, at, wrong, amount, "Invoice, see letter", [(charge.order, amount)])
    yield (at := _days_ago(laboratory, MISTAKEN - 1, 11))
    why = f"The transfer was of {right}, who called about it."
    reverse_payment(mistaken.pk, laboratory.by("marion", at), reason=why)
    still = {one.order: one.open for one in open_charges(right, other.currency)}
    at += timedelta(minutes=3)
    parts = [(other.order, min(amount, still[other.order]))] if other.order in still else []
    _received(laboratory, at, right, amount, "Invoice, see letter", parts)


def _given_back(laboratory: Laboratory) -> Life:
    """A part of what a customer has paid ahead goes back at its wish."""
    yield (at := _days_ago(laboratory, GIVEN_BACK, 14))
    currency = LabSettings.load().currency
    ahead = [(free_advance(one, currency), one) for one in Counterparty.objects.order_by("pk")]
    free, customer = max(ahead, key=lambda row: row[0])
    if free < 2:
        return
    refund_advance(
        customer,
        laboratory.by("marion", at),
        amount=(free / 2).quantize(Decimal(1)),
        currency=currency,
        refunded_on=local_day(at),
        method=Payment.Method.BANK,
        reference="Back to the account it came from",
        reason="Asked for it by letter: no further orders are planned this year.",
    )


def _owed() -> list[tuple[Counterparty, list[OpenCharge]]]:
    """Customers with something open in the laboratory's currency, and their open charges."""
    currency = LabSettings.load().currency
    found = ((one, open_charges(one, currency)) for one in Counterparty.objects.order_by("pk"))
    return [(customer, charges) for customer, charges in found if charges]


def _received(laboratory, at, customer, amount: Decimal, reference: str, parts) -> Payment:
    return record_payment(
        customer,
        laboratory.by("marion", at),
        amount=amount,
        currency=LabSettings.load().currency,
        received_on=local_day(at),
        method=Payment.Method.BANK,
        reference=reference,
        parts=parts,
    )


def _days_ago(laboratory: Laboratory, days: int, hour: float):
    day = laboratory.clock.days_before(local_day(laboratory.now), days)
    return laboratory.clock.on(day, hour)
