"""Closing documents and their corrections: issued once, numbered without gaps, never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from billing.models import ClosingDocument, ClosingDocumentOrder, RealizedTogether
from common.frozen import snapshot_hash
from common.money import LIMIT, ZERO
from common.numbering import draw_numbers
from common.refusals import Refused
from customers.models import Counterparty
from lab.models import Event, LabSettings
from orders.models import Order
from papers.issuing import NewPaper, issue_all, take_back
from papers.issuing import correct as correct_paper
from papers.revisions import latest


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


@dataclass(frozen=True)
class Closing:
    """What one closing document will say: its orders, whose they are, and the paper (``billing.snapshots``)."""

    orders: Sequence[Order]
    customer: Counterparty
    snapshot: Mapping[str, Any]


def issue(
    *orders: Order, customer: Counterparty, snapshot: Mapping[str, Any], event: Event, on: date
) -> ClosingDocument:
    """Issue the closing document of the orders at their final prices.

    ``snapshot`` is what the paper says (``billing.snapshots``); its number, its date and the day by which it is to be
    paid are put in here.
    """
    (document,) = issue_together([Closing(orders, customer, snapshot)], event=event, on=on)
    return document


def issue_together(closings: Sequence[Closing], *, event: Event, on: date) -> list[ClosingDocument]:
    """``issue`` of several documents, which all customers of theirs are locked for; numbered in this sequence."""
    usual, drafts = LabSettings.load().payment_days, []
    for one in closings:
        refuse_closing(one.orders, one.customer)
        document = ClosingDocument(
            kind=ClosingDocument.Kind.CLOSING,
            customer=one.customer,
            currency=one.orders[0].currency,
            due_on=one.customer.due_day(on, usual),
            snapshot={**one.snapshot, "due": one.customer.due_day(on, usual).isoformat()},
        )
        drafts.append((document, {order.pk: order.final_price for order in one.orders}))
    return _book(drafts, event, on)


def refuse_closing(orders: Sequence[Order], customer: Counterparty) -> None:
    """Raise the reason why no document can be issued for the orders."""
    if not orders:
        raise NothingToClose
    for order in orders:
        if order.final_price is None:
            raise NoFinalPrice(order)
    if {(order.customer_id, order.currency) for order in orders} != {(customer.pk, orders[0].currency)}:
        raise NotOneCustomer
    if abs(sum((order.final_price for order in orders), ZERO)) > LIMIT:
        raise TooMuchTogether


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
        snapshot=snapshot,
    )
    (booked,) = _book([(correction, {order.pk: -amount})], event, on)
    _follow(document, booked, event)
    return booked


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


def _book(
    drafts: Sequence[tuple[ClosingDocument, Mapping[int, Decimal]]], event: Event, on: date
) -> list[ClosingDocument]:
    """Number the documents, each with what its orders bring, and freeze what they say."""
    numbers = draw_numbers("closing", LabSettings.load().closing_mask, on, len(drafts))
    for (document, amounts), number in zip(drafts, numbers, strict=True):
        document.event, document.issued_on = event, on
        document.total = sum(amounts.values(), ZERO)
        document.take_number(number)
        document.snapshot = {**document.snapshot, "number": document.number, "date": on.isoformat()}
        document.snapshot_hash = snapshot_hash(document.snapshot)
    documents = ClosingDocument.objects.bulk_create(document for document, _amounts in drafts)
    ClosingDocumentOrder.objects.bulk_create(
        ClosingDocumentOrder(document=document, order_id=pk, amount=amount, event=event)
        for document, amounts in drafts
        for pk, amount in amounts.items()
    )
    issue_all([_paper(document) for document in documents], event)
    return documents


def _paper(document: ClosingDocument) -> NewPaper:
    orders = ", ".join(order["number"] for order in document.snapshot["orders"])
    return NewPaper(document.kind, document.number, document.issued_on, document.snapshot, about=orders)


def _follow(document: ClosingDocument, correction: ClosingDocument, event: Event) -> None:
    """Whoever checks the paper of the document is told: taken back where no order is left on it, else corrected."""
    by = latest(correction.kind, correction.number)
    corrected = ClosingDocumentOrder.objects.filter(document__corrects=document).values("order")
    if document.orders.exclude(order__in=corrected).exists():
        correct_paper(document.kind, document.number, event, by=by)
    else:
        take_back(document.kind, document.number, event, by=by)
