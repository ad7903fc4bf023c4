"""The customer's ledger: charges, payments, advances. Debts and balances are asked of ``billing.standing``.

Every verb locks the customer's row before it reads what stands, so two payments cannot settle the same debt twice.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from billing.ledger import allocations
from billing.ledger.closing import NoFinalPrice
from billing.models import ClosingDocument, Payment, ReceivableEntry
from billing.standing import (
    PaymentState,
    balances,
    debt_of,
    free_advance,
    paid_on,
    payment_state,
    payment_states,
    standing_charge,
)
from common.currencies import places_of
from common.day_bounds import PAST
from common.money import LIMIT, ZERO, round_money
from common.numbering import draw_number
from common.refusals import Refused
from common.soundness import refuse_odd_day
from common.templatetags.labsite import money as in_words
from customers.models import Counterparty
from lab.events import local_day
from lab.models import Event, LabSettings
from orders.models import Order
from orders.states import Status

__all__ = [
    "PaymentState",
    "balances",
    "charge",
    "debt_of",
    "free_advance",
    "free_advances",
    "paid_on",
    "pay_from_advance",
    "payment_state",
    "payment_states",
    "receive_payment",
    "reverse_charge",
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


class NotAPayment(Refused):
    """What was typed cannot be a payment; the sentence says why."""


class NotEnoughAdvance(Refused):
    """The customer's free advance is smaller than what shall be used."""

    def __init__(self, free: Decimal, currency: str):
        sentence = _("The customer's free advance is only %(free)s.")
        super().__init__(sentence % {"free": in_words(free, currency)})


class MoreThanOpen(Refused):
    """An order is given what is open on it and no more."""

    def __init__(self, order: Order, open_debt: Decimal):
        sentence = _("Only %(open)s is open on order %(number)s.")
        super().__init__(sentence % {"open": in_words(open_debt, order.currency), "number": order.number})


class MoreThanPaid(Refused):
    """The parts of a payment are no more than the payment."""

    def __init__(self, given: Decimal, paid: Decimal, currency: str):
        sentence = _("%(given)s would go to orders, but only %(paid)s was paid.")
        super().__init__(sentence % {"given": in_words(given, currency), "paid": in_words(paid, currency)})


def charge(order: Order, document: ClosingDocument, *, event: Event, on: date) -> ReceivableEntry:
    """Charge the customer the order's final price; advances tied to it settle that, and what is left goes free."""
    customer = Counterparty.objects.locked(order.customer_id)
    if order.final_price is None:
        raise NoFinalPrice(order)
    if standing_charge(order):
        raise AlreadyCharged(order)
    entry = ReceivableEntry.objects.create(
        customer=customer,
        kind=ReceivableEntry.Kind.CHARGE,
        order=order,
        document=document,
        amount=order.final_price,
        currency=order.currency,
        day=on,
        event=event,
    )
    allocations.settle_advances(order, order.final_price, event=event)
    return entry


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
    return reversal


def free_advances(order: Order, *, event: Event, on: date) -> Decimal:
    """Give the advances tied to the order back to whoever paid them, to use freely; returns how much that was."""
    for payer in allocations.payers_of(order):
        Counterparty.objects.locked(payer)
    return allocations.free_tied(order, event=event)


def receive_payment(
    customer: Counterparty,
    amount: Decimal,
    currency: str,
    received_on: date,
    method: str,
    reference: str,
    *,
    order: Order | None = None,
    parts: Sequence[tuple[Order, Decimal]] = (),
    event: Event,
    on: date | None = None,
) -> Payment:
    """Book money that a customer paid, numbered on day ``on`` (the day of the event where not given).

    ``parts`` say how much goes to which order: it settles what is open of its charge, or is tied to an order that is
    not charged yet; the rest is the customer's free advance. ``order`` alone takes all that it can. Raises
    ``NotAPayment``, ``MoreThanPaid`` or ``MoreThanOpen`` with the reason.
    """
    on = on or local_day(event.at)
    _refuse_unsound(amount, currency, received_on, method, on)
    if order is not None:
        parts = [(order, amount)]
    _refuse_parts(parts, customer, currency)
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
    _book_payment(payment, event)
    for part_of, part in parts:
        allocations.allocate(payment, part_of, part, is_advance=_waits(part_of), event=event)
    return payment


def use_advance(customer: Counterparty, order: Order, amount: Decimal, *, event: Event) -> Decimal:
    """Give an order that much of its customer's free advance, the oldest payment first; returns the amount."""
    return pay_from_advance(customer, order.currency, [(order, amount)], event=event)


def pay_from_advance(
    customer: Counterparty, currency: str, parts: Sequence[tuple[Order, Decimal]], *, event: Event
) -> Decimal:
    """Give orders these parts of their customer's free advance, the oldest payment first; returns Σ parts."""
    if not parts:
        raise NotAPayment(_("Say what shall be paid from the advance."))
    _refuse_parts(parts, customer, currency)
    Counterparty.objects.locked(customer.pk)
    total = sum((part for _order, part in parts), ZERO)
    free = free_advance(customer, currency)
    if total > free:
        raise NotEnoughAdvance(free, currency)
    _refuse_more_than(free, parts, currency)
    sources = list(allocations.payments_with_free_part(customer, currency))
    for order, part in parts:
        allocations.take_from(sources, order, part, is_advance=_waits(order), event=event)
    return total


def _waits(order: Order) -> bool:
    """Whether money given to the order waits for its charge. Asked after the lock."""
    return standing_charge(order) is None


def _most_for(order: Order, amount: Decimal) -> Decimal:
    """How much of the amount the order takes. Asked after the lock."""
    return amount if _waits(order) else min(amount, debt_of(order))


def _refuse_parts(parts: Sequence[tuple[Order, Decimal]], customer: Counterparty, currency: str) -> None:
    seen = set()
    for order, part in parts:
        _refuse_amount(part, currency)
        _refuse_for_order(order, customer, currency)
        if order.pk in seen:
            raise NotAPayment(_("Order %(number)s is named twice.") % {"number": order.number})
        seen.add(order.pk)


def _refuse_more_than(amount: Decimal, parts: Sequence[tuple[Order, Decimal]], currency: str) -> None:
    """The parts are no more than the amount, and each no more than its order takes. Asked after the lock."""
    given = sum((part for _order, part in parts), ZERO)
    if given > amount:
        raise MoreThanPaid(given, amount, currency)
    for order, part in parts:
        if not _waits(order) and part > debt_of(order):
            raise MoreThanOpen(order, debt_of(order))


def _book_payment(payment: Payment, event: Event) -> None:
    ReceivableEntry.objects.create(
        customer_id=payment.customer_id,
        kind=ReceivableEntry.Kind.PAYMENT,
        payment=payment,
        amount=-payment.amount,
        currency=payment.currency,
        day=payment.received_on,
        event=event,
    )


def _refuse_unsound(amount: Decimal, currency: str, received_on: date, method: str, on: date) -> None:
    _refuse_amount(amount, currency)
    if len(currency) != 3 or not currency.isalpha() or currency != currency.upper():
        raise NotAPayment(_("A currency is three capital letters, for example EUR."))
    if received_on > on:
        raise NotAPayment(_("A payment cannot have been received in the future."))
    refuse_odd_day(received_on, on, bounds=PAST)
    if method not in Payment.Method.values:
        raise NotAPayment(_("Choose how the payment was made."))


def _refuse_amount(amount: Decimal, currency: str) -> None:
    if not isinstance(amount, Decimal) or not amount.is_finite():
        raise NotAPayment(_("Enter the amount as a number, for example 12.50."))
    if amount <= 0:
        raise NotAPayment(_("A payment is more than 0."))
    if amount > LIMIT:
        raise NotAPayment(_("This amount is too large to be a payment."))
    if amount != round_money(amount, places_of(currency)):
        sentence = _("An amount in %(currency)s has at most %(places)s digits after the point.")
        raise NotAPayment(sentence % {"currency": currency, "places": places_of(currency)})


def _refuse_for_order(order: Order, customer: Counterparty, currency: str) -> None:
    if order.customer_id != customer.pk:
        raise NotAPayment(_("Order %(number)s is of another customer.") % {"number": order.number})
    if order.currency != currency:
        sentence = _("Order %(number)s is in %(currency)s. Enter the payment in that currency.")
        raise NotAPayment(sentence % {"number": order.number, "currency": order.currency})
    if order.status == Status.CANCELLED:
        sentence = _(
            "Order %(number)s is cancelled. Record the payment without an order, as the customer's advance."
        )
        raise NotAPayment(sentence % {"number": order.number})
