"""What stands in the books now: debts, what is paid, payment states, balances, advances. Sums, never columns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from billing.models import Allocation, ClosingDocument, Payment, ReceivableEntry, Refund
from common.among import among
from common.kept_statements import kept_of_many
from common.money import ZERO
from customers.models import Counterparty, account
from orders.models import Order

CHARGE = ReceivableEntry.Kind.CHARGE
MONEY = (ReceivableEntry.Kind.PAYMENT, ReceivableEntry.Kind.REFUND)
"""Entries of money that came or went back; those of a reversed one come to nothing."""


class PaymentState(models.TextChoices):
    UNPAID = "unpaid", _("Unpaid")
    IN_ADVANCE = "in_advance", _("Paid in advance")
    PART_PAID = "part_paid", _("Part paid")
    PAID = "paid", _("Paid")
    OVERPAID = "overpaid", _("Overpaid")


@dataclass
class Part:
    """What one payment gives to one order: ``settled`` pays its charge, ``tied`` waits for it."""

    payment: Payment
    order: Order
    settled: Decimal = ZERO
    tied: Decimal = ZERO

    @property
    def amount(self) -> Decimal:
        return self.settled + self.tied


@dataclass(frozen=True)
class OpenCharge:
    """A charge that is not settled yet: of ``charged``, ``open`` is still to be paid."""

    order: Order
    document: ClosingDocument
    day: date
    due_on: date | None
    charged: Decimal
    open: Decimal

    @property
    def currency(self) -> str:
        return self.order.currency


@dataclass(frozen=True)
class Given:
    """What customers' payments gave to orders: ``settled`` pays charges, ``tied`` waits for them."""

    settled: Decimal = ZERO
    tied: Decimal = ZERO

    def free_of(self, paid: Decimal) -> Decimal:
        """What is left of that much money for any order: the free advance."""
        return paid - self.settled - self.tied


def derive_state(charged: Decimal | None, final: Decimal | None, paid: Decimal) -> PaymentState:
    """The payment state of an order on which ``paid`` stands.

    ``charged`` is None while the customer does not owe it: then nothing is paid yet, only held. ``final`` is the final
    price, None while it is not known; more than it cannot be needed.
    """
    if charged is None:
        if final is not None and paid > final:
            return PaymentState.OVERPAID
        return PaymentState.IN_ADVANCE if paid else PaymentState.UNPAID
    if paid >= charged:
        return PaymentState.PAID if paid == charged else PaymentState.OVERPAID
    return PaymentState.PART_PAID if paid else PaymentState.UNPAID


def payment_state(order: Order) -> PaymentState:
    """Paid against charged; before the charge, held in advance."""
    return payment_states([order])[order.pk]


def payment_states(orders: Iterable[Order]) -> dict[int, PaymentState]:
    """The payment state of each order, by its id; two queries however many there are."""
    orders = list(orders)
    charged, paid = _charged_by_order(orders), _paid_by_order(orders)
    return {
        order.pk: derive_state(charged.get(order.pk), order.final_price, paid.get(order.pk, ZERO))
        for order in orders
    }


def standing_charge(order: Order) -> ReceivableEntry | None:
    """The charge of the order that is not reversed, if there is one."""
    return standing_charges(order).select_related("document").first()


def charged_among(orders: Iterable[Order]) -> set[int]:
    """Ids of those that stand under a charge that is not reversed; one query."""
    return set(_charged_by_order(list(orders)))


def open_charges(customer: Counterparty, currency: str, *, most: int | None = None) -> list[OpenCharge]:
    """What the customer has still to pay in that currency, the oldest charge first; one query.

    ``most`` is how many are wanted at the most.
    """
    return [
        OpenCharge(
            entry.order,
            entry.document,
            entry.day,
            getattr(entry.document, "due_on", None),
            entry.amount,
            entry.open,
        )
        for entry in open_entries().filter(customer__in=customer.books, currency=currency)[:most]
    ]


def every_open_charge(currency: str) -> Iterator[dict]:
    """What all customers have still to pay in that currency, the oldest charge first, as bare columns; one query."""
    columns = ("order_id", "account", "open", "order__number", "document__number")
    entries = open_entries().filter(currency=currency).annotate(account=account())
    return entries.values(*columns).iterator(chunk_size=2000)


def open_currencies(customer: Counterparty) -> list[str]:
    """The currencies in which the customer has something to pay; one query."""
    entries = open_entries().filter(customer__in=customer.books).order_by("currency")
    return list(entries.values_list("currency", flat=True).distinct())


def charged_on(order: Order) -> Decimal:
    """Σ of the charges of the order and their reversals."""
    return _sum(ReceivableEntry.objects.filter(order=order, kind=CHARGE))


def paid_on(order: Order) -> Decimal:
    """Σ of what payments gave to the order: settlements of its charge, and advances tied to it."""
    return _sum(Allocation.objects.filter(order=order))


def settled_on(order: Order) -> Decimal:
    """Σ of what settles the order's charge."""
    return _sum(Allocation.objects.filter(order=order, is_advance=False))


def orders_of(payment: Payment) -> list[Part]:
    """What the payment gives to each order now."""
    standing = standing_allocations().filter(payment=payment, order__isnull=False).select_related("order")
    return parts_of(standing.order_by("order_id", "pk"), payment=payment)


def tied_advance_of(order: Order) -> Decimal:
    """Σ of the advances tied to the order."""
    return _sum(Allocation.objects.filter(order=order, is_advance=True))


def debt_of(order: Order) -> Decimal:
    """What is still open of the order's charge; nothing before it is charged."""
    return charged_on(order) - settled_on(order)


def balances(customer: Counterparty) -> dict[str, Decimal]:
    """By currency, Σ of the customer's ledger: above zero the customer owes, below zero the laboratory holds money."""
    entries = ReceivableEntry.objects.filter(customer__in=customer.books).order_by()
    return dict(entries.values_list("currency").annotate(total=Sum("amount")).order_by("currency"))


def given(customers) -> dict[tuple[int, str], Given]:
    """By customer's id and currency, what the payments of these customers gave to orders; one query."""
    return dict(_given(customers, "account", "payment__currency"))


def given_together(customers) -> dict[str, Given]:
    """By currency, what the payments of all these customers gave to orders; one query."""
    return {currency: gave for (currency,), gave in _given(customers, "payment__currency")}


def free_advance(customer: Counterparty, currency: str) -> Decimal:
    """What the customer has paid in that currency and no order holds."""
    entries = ReceivableEntry.objects.filter(customer__in=customer.books, currency=currency, kind__in=MONEY)
    paid = -_sum(entries)
    return given([customer]).get((customer.pk, currency), Given()).free_of(paid)


def free_part_by_payment(payments: Iterable[Payment]) -> dict[int, Decimal]:
    """By payment, what of it no order holds and nobody got back; nothing where it is reversed."""
    payments = list(payments)
    entries = ReceivableEntry.objects.filter(payment__in=payments).order_by()
    standing = dict(entries.values_list("payment_id").annotate(total=Sum("amount")))
    allocations = Allocation.objects.filter(payment__in=payments).order_by()
    given = dict(allocations.values_list("payment_id").annotate(total=Sum("amount")))
    return {payment.pk: -standing.get(payment.pk, ZERO) - given.get(payment.pk, ZERO) for payment in payments}


def standing_entry(**source) -> ReceivableEntry | None:
    """The entry of a payment, or of a refund, that is not reversed, if there is one."""
    entries = ReceivableEntry.objects.filter(**source, reverses__isnull=True, reversed_by__isnull=True)
    return entries.first()


def reversals_of(
    *, payments: Iterable[Payment] = (), refunds: Iterable[Refund] = ()
) -> list[ReceivableEntry]:
    """The entries that reverse these payments and refunds, with who did it and why; one query."""
    of_these = models.Q(payment__in=list(payments)) | models.Q(refund__in=list(refunds))
    entries = ReceivableEntry.objects.filter(of_these, kind__in=MONEY, reverses__isnull=False)
    return list(entries.select_related("event__actor").order_by("pk"))


def open_entries():
    """Standing charges of which something is ``open``, the oldest first."""
    charges = ReceivableEntry.objects.filter(open_debt__isnull=False).annotate(open=F("open_debt__amount"))
    read = charges.select_related("order", "document").defer("document__snapshot")
    return read.order_by("day", "pk")


def standing_charges(order: Order | int):
    """Those of the order that are not reversed: one, or none."""
    charges = ReceivableEntry.objects.filter(order=order, kind=CHARGE, reverses__isnull=True)
    return charges.filter(reversed_by__isnull=True)


def standing_allocations():
    """What payments give, and did not take back."""
    return Allocation.objects.filter(reverses__isnull=True, reversed_by__isnull=True)


def parts_of(allocations: Iterable[Allocation], **known) -> list[Part]:
    """Each payment and order once; ``known`` is the one of the two that all of them share."""
    parts: dict[tuple[int, int], Part] = {}
    for allocation in allocations:
        key = allocation.payment_id, allocation.order_id
        if key not in parts:
            pair = {name: getattr(allocation, name) for name in ("payment", "order") if name not in known}
            parts[key] = Part(**known, **pair)
        part = parts[key]
        if allocation.is_advance:
            part.tied += allocation.amount
        else:
            part.settled += allocation.amount
    return list(parts.values())


def _sum(rows) -> Decimal:
    return rows.aggregate(total=Sum("amount"))["total"] or ZERO


def _given(customers, *by: str) -> Iterator[tuple[tuple, Given]]:
    sums = {
        "settled": Sum("amount", filter=models.Q(is_advance=False)),
        "tied": Sum("amount", filter=models.Q(is_advance=True)),
    }
    own = models.Q(payment__customer__in=Counterparty.objects.account_of(customers), order__isnull=False)
    rows = Allocation.objects.filter(own).order_by().annotate(account=account("payment__customer"))
    for *key, settled, tied in rows.values_list(*by).annotate(**sums):
        yield tuple(key), Given(settled or ZERO, tied or ZERO)


def _charged_by_order(orders: list[Order]) -> dict[int, Decimal]:
    """Only orders that are charged now: a reversed charge is as if there were none."""
    return dict(_charged([order.pk for order in orders]))


@kept_of_many
def _charged(orders: Sequence[int]) -> models.QuerySet:
    charges = ReceivableEntry.objects.filter(among("order_id", orders), kind=CHARGE, reverses__isnull=True)
    standing = charges.filter(reversed_by__isnull=True)
    return standing.order_by().values_list("order_id", "amount")


def _paid_by_order(orders: list[Order]) -> dict[int, Decimal]:
    return dict(_paid([order.pk for order in orders]))


@kept_of_many
def _paid(orders: Sequence[int]) -> models.QuerySet:
    rows = Allocation.objects.filter(among("order_id", orders)).order_by()
    return rows.values_list("order_id").annotate(total=Sum("amount"))
