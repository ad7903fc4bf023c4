"""Closing documents and their corrections: issued once, numbered without gaps, never changed."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from billing.models import ClosingDocument, ClosingDocumentOrder
from billing.snapshots import correction_snapshot
from common.money import ZERO
from common.numbering import draw_number
from common.refusals import Refused
from customers.models import Counterparty
from lab.models import Event, LabSettings
from orders.models import Order


class NothingToClose(Refused):
    """A closing document names at least one order."""

    def __init__(self) -> None:
        super().__init__(_("A closing document needs at least one order."))


class NoFinalPrice(Refused):
    """The order has no standing act yet, so nobody knows what it costs."""

    def __init__(self, order: Order):
        super().__init__(
            _("The final price of order %(number)s is not known yet.") % {"number": order.number}
        )


class NotOneCustomer(Refused):
    """One closing document is for one customer, in one currency."""

    def __init__(self) -> None:
        super().__init__(_("One closing document is for orders of one customer in one currency."))


class NotClosed(Refused):
    """No closing document names the order."""

    def __init__(self, order: Order):
        super().__init__(_("Order %(number)s has no closing document.") % {"number": order.number})


class NotUnderThisDocument(Refused):
    """The document does not name the order, or a correction took it off already."""

    def __init__(self, document: ClosingDocument, order: Order):
        sentence = _("Order %(order)s does not stand under closing document %(document)s.")
        super().__init__(sentence % {"order": order.number, "document": document.number})


Snapshot = Callable[[ClosingDocument, Sequence[Order]], Mapping[str, Any]]


def issue(
    orders: Sequence[Order], *, customer: Counterparty, snapshot: Snapshot, event: Event, on: date
) -> ClosingDocument:
    """Issue the closing document of the orders at their final prices.

    ``snapshot(document, orders)`` says what is on the paper (``billing.snapshots``); number and date are put in here.
    """
    orders = sorted(orders, key=lambda order: order.pk)
    _refuse_mixed(orders, customer)
    document = ClosingDocument(
        kind=ClosingDocument.Kind.CLOSING,
        customer=customer,
        currency=orders[0].currency,
        total=sum((order.final_price for order in orders), ZERO),
    )
    paper = snapshot(document, orders)
    return _book(document, {order.pk: order.final_price for order in orders}, paper, event, on)


def correct_order(order: Order, *, reason: str, event: Event, on: date) -> ClosingDocument:
    """Issue the correction that takes the order off the closing document under which it stands."""
    named = ClosingDocumentOrder.objects.filter(order=order, document__corrects__isnull=True)
    latest = named.select_related("document").order_by("pk").last()
    if latest is None:
        raise NotClosed(order)
    return correct(
        latest.document, order, snapshot=partial(correction_snapshot, reason=reason), event=event, on=on
    )


def correct(
    document: ClosingDocument, order: Order, *, snapshot: Snapshot, event: Event, on: date
) -> ClosingDocument:
    """Issue the correction that takes one order off a closing document; its other orders stand."""
    amount = amount_under(document, order)
    if amount is None:
        raise NotUnderThisDocument(document, order)
    correction = ClosingDocument(
        kind=ClosingDocument.Kind.CORRECTION,
        customer=document.customer,
        currency=document.currency,
        corrects=document,
        total=-amount,
    )
    return _book(correction, {order.pk: -amount}, snapshot(correction, [order]), event, on)


def amount_under(document: ClosingDocument, order: Order) -> Decimal | None:
    """What the order still brings under the document; None where it is not named or was taken off."""
    named = document.orders.filter(order=order).values_list("amount", flat=True).first()
    if named is None:
        return None
    corrections = ClosingDocumentOrder.objects.filter(document__corrects=document, order=order)
    return None if corrections.exists() else named


def canonical(snapshot: Mapping[str, Any]) -> bytes:
    """The snapshot as bytes that do not depend on the database it was read from."""
    text = json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def snapshot_hash(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical snapshot, in hex."""
    return hashlib.sha256(canonical(snapshot)).hexdigest()


def _refuse_mixed(orders: list[Order], customer: Counterparty) -> None:
    if not orders:
        raise NothingToClose
    for order in orders:
        if order.final_price is None:
            raise NoFinalPrice(order)
    if {(order.customer_id, order.currency) for order in orders} != {(customer.pk, orders[0].currency)}:
        raise NotOneCustomer


def _book(
    document: ClosingDocument,
    amounts: Mapping[int, Decimal],
    snapshot: Mapping[str, Any],
    event: Event,
    on: date,
) -> ClosingDocument:
    document.event, document.issued_on = event, on
    document.take_number(draw_number("closing", LabSettings.load().closing_mask, on))
    document.snapshot = {**snapshot, "number": document.number, "date": on.isoformat()}
    document.snapshot_hash = snapshot_hash(document.snapshot)
    document.save()
    ClosingDocumentOrder.objects.bulk_create(
        ClosingDocumentOrder(document=document, order_id=pk, amount=amount, event=event)
        for pk, amount in amounts.items()
    )
    return document
