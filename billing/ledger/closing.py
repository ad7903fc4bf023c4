"""Closing documents and their corrections: issued once, numbered without gaps, never changed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from billing.models import ClosingDocument, ClosingDocumentOrder, RealizedTogether
from common.money import LIMIT, ZERO
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


class TooMuchTogether(Refused):
    """The orders come to more than one document may say."""

    def __init__(self) -> None:
        super().__init__(
            _("Together these orders come to more than one closing document may say: realize fewer at once.")
        )


class NotUnderThisDocument(Refused):
    """The document does not name the order, or a correction took it off already."""

    def __init__(self, document: ClosingDocument, order: Order):
        sentence = _("Order %(order)s does not stand under closing document %(document)s.")
        super().__init__(sentence % {"order": order.number, "document": document.number})


def issue(
    *orders: Order, customer: Counterparty, snapshot: Mapping[str, Any], event: Event, on: date
) -> ClosingDocument:
    """Issue the closing document of the orders at their final prices.

    ``snapshot`` is what the paper says (``billing.snapshots``); its number, its date and the day by which it is to be
    paid are put in here.
    """
    _refuse_mixed(orders, customer)
    document = ClosingDocument(
        kind=ClosingDocument.Kind.CLOSING,
        customer=customer,
        currency=orders[0].currency,
        due_on=customer.due_day(on),
    )
    amounts = {order.pk: order.final_price for order in orders}
    snapshot = {**snapshot, "due": document.due_on.isoformat()}
    return _book(document, amounts, snapshot, event, on)


def correct(
    document: ClosingDocument, order: Order, *, snapshot: Mapping[str, Any], event: Event, on: date
) -> ClosingDocument:
    """Issue the correction that takes one order off a closing document; its other orders stand."""
    amount = amount_under(document, order)
    if amount is None:
        raise NotUnderThisDocument(document, order)
    correction = ClosingDocument(
        kind=ClosingDocument.Kind.CORRECTION,
        customer_id=document.customer_id,
        currency=document.currency,
        corrects=document,
    )
    return _book(correction, {order.pk: -amount}, snapshot, event, on)


def record_together(
    event: Event, documents: Mapping[int, ClosingDocument], refusals: Mapping[int, str]
) -> None:
    """What one press made of each order, by its id: the document under which it stands, or why it stands under none."""
    rows = [
        RealizedTogether(event=event, order_id=pk, document=document) for pk, document in documents.items()
    ]
    rows += [RealizedTogether(event=event, order_id=pk, refusal=why[:500]) for pk, why in refusals.items()]
    RealizedTogether.objects.bulk_create(sorted(rows, key=lambda row: row.order_id))


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


def _refuse_mixed(orders: Sequence[Order], customer: Counterparty) -> None:
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
    document.total = sum(amounts.values(), ZERO)
    if abs(document.total) > LIMIT:
        raise TooMuchTogether
    document.take_number(draw_number("closing", LabSettings.load().closing_mask, on))
    document.snapshot = {**snapshot, "number": document.number, "date": on.isoformat()}
    document.snapshot_hash = snapshot_hash(document.snapshot)
    document.save()
    ClosingDocumentOrder.objects.bulk_create(
        ClosingDocumentOrder(document=document, order_id=pk, amount=amount, event=event)
        for pk, amount in amounts.items()
    )
    return document
