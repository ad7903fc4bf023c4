"""Events, priced orders, acts, charges and payments for tests of the books alone, without the steps of an order."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count

from django.db import transaction
from django.utils import timezone

from billing.ledger import acts, closing, receivables
from billing.ledger.acts import ActLineDraft
from billing.models import Act, Payment, Refund
from billing.snapshots import closing_snapshot
from common.numbering import draw_number
from lab.models import Event
from orders.models import Order, OrderLine
from orders.pricing import price_line
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_employee

_number = count(1)


@dataclass(frozen=True)
class Ordered:
    """A line to be put on an order."""

    price: str = "100.00"
    quantity: str = "1"
    discount: str = "0"
    tax: str = "20"


def make_event(verb="test", *, actor=None, at=None, reason="") -> Event:
    actor = actor or make_employee(roles=["accountant"])
    return Event.objects.create(
        verb=verb, actor=actor, role="accountant", at=at or timezone.now(), reason=reason
    )


def today() -> date:
    return timezone.localdate()


@transaction.atomic
def make_priced_order(*ordered: Ordered, customer=None, currency="EUR", **fields) -> Order:
    """An order with lines at the given prices, still drafting; no use case has seen it."""
    order = Order(
        customer=customer or make_counterparty(), currency=currency, created_at=timezone.now(), **fields
    )
    order.take_number(draw_number("order", "{yyyy}-{n:06}", today()))
    order.save()
    for position, line in enumerate(ordered or [Ordered()]):
        _add_line(order, position, line)
    return order


def _add_line(order: Order, position: int, ordered: Ordered) -> None:
    service, quantity = make_service(price=Decimal(ordered.price)), Decimal(ordered.quantity)
    priced = price_line(quantity, service.price, Decimal(ordered.discount))
    OrderLine.objects.create(
        order=order,
        position=position,
        service=service,
        code=service.code,
        name=service.name,
        quantity=quantity,
        unit_price=service.price,
        discount_percent=Decimal(ordered.discount),
        gross=priced.gross,
        amount=priced.amount,
        tax_percent=Decimal(ordered.tax),
    )


def make_act(order: Order, quantities=None, *, performer=None, **fields) -> Act:
    """A draft act over the given quantities (line -> quantity), or over every line of the order."""
    quantities = quantities or {line: line.quantity for line in order.lines.all()}
    lines = [ActLineDraft(line.pk, Decimal(amount)) for line, amount in quantities.items()]
    performer = performer or make_employee(roles=["technician"])
    return acts.draft_act(order, performer, lines, at=timezone.now(), **fields)


@transaction.atomic
def make_posted_act(order: Order, quantities=None, *, event=None, on=None, **fields) -> Act:
    """A standing act; the order has its final price from it."""
    event = event or make_event("post_act")
    act = acts.post(make_act(order, quantities, **fields), event=event, on=on or today())
    settle_price(order)
    return act


def settle_price(order: Order) -> None:
    order.final_price = acts.standing_total(order)
    order.save(update_fields=["final_price"])


def make_charged_order(price="100.00", *, customer=None, event=None, on=None, **fields) -> Order:
    """An order worked as drawn up and charged under a closing document of its own."""
    order = make_priced_order(Ordered(price), customer=customer, **fields)
    make_posted_act(order, on=on)
    charge_order(order, event=event, on=on)
    return order


@transaction.atomic
def charge_order(order: Order, *, event=None, on=None):
    """Issue the closing document and charge the order; returns the document."""
    event, on = event or make_event("realize"), on or today()
    snapshot = closing_snapshot([order])
    document = closing.issue(order, customer=order.customer, snapshot=snapshot, event=event, on=on)
    receivables.charge(order, document, event=event, on=on)
    return document


@transaction.atomic
def make_payment(
    customer,
    amount="100.00",
    *,
    order=None,
    currency="EUR",
    received_on=None,
    reference="",
    event=None,
) -> Payment:
    """Money received by bank transfer."""
    return receivables.receive_payment(
        customer,
        Decimal(amount),
        currency,
        received_on or today(),
        Payment.Method.BANK,
        reference or f"transfer {next(_number)}",
        order=order,
        event=event or make_event("record_payment"),
        on=today(),
    )


@transaction.atomic
def make_refund(
    customer, amount="10.00", *, currency="EUR", reference="", payment=None, event=None
) -> Refund:
    """Free advance given back by bank transfer."""
    return receivables.refund_advance(
        customer,
        Decimal(amount),
        currency,
        today(),
        Payment.Method.BANK,
        reference or f"refund {next(_number)}",
        payment=payment,
        event=event or make_event("refund_advance"),
        on=today(),
    )
