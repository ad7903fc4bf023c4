"""How the data of a dialog become the arguments of its use case."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse

from lab.cause import Cause
from orders.models import Order
from workflow.action import Done, Run
from workflow.drawing_up.change_customer import after_changing, change_customer
from workflow.forms.customer import TAKE
from workflow.forms.payments import PaymentForm
from workflow.life.return_order_to_production import return_order_to_production
from workflow.money.answers import after_payment, after_using_advance_over
from workflow.money.record_payment import pay_from_advance, record_payment
from workflow.papers.make_document import make_document


def calls(use_case) -> Run:
    """Each field of the form is the argument of that name."""
    return lambda order, cause, data: use_case(order.pk, cause, **data) and None


def pay(order: Order, cause: Cause, data: Mapping[str, Any]) -> Done:
    """A payment, or a part of the customer's free advance; without parts the order takes all that it can."""
    parts, told = (
        data.get("parts"),
        {name: data[name] for name in ("amount", "received_on", "method", "reference")},
    )
    if data["method"] == PaymentForm.ADVANCE:
        parts = [(order, data["amount"])] if parts is None else parts
        pay_from_advance(order.customer, cause, currency=order.currency, parts=parts)
        return Done(said=after_using_advance_over(parts))
    whole: dict[str, Any] = {"order_id": order.pk} if parts is None else {"parts": parts}
    told["in_addition"] = data["in_addition"]
    payment = record_payment(order.customer, cause, currency=order.currency, **told, **whole)
    return Done(
        said=after_payment(payment, order), opens=reverse("billing:payment_page", args=[payment.number])
    )


def other_customer(order: Order, cause: Cause, data: Mapping[str, Any]) -> Done:
    """Prices stay, unless the person chose the new ones that the dialog showed."""
    said = {name: data[name] for name in ("customer", "contact", "reason") if name in data}
    takes = data.get("prices") == TAKE
    changed = change_customer(order.pk, cause, **said, new_prices=takes, foreseen=data.get("foreseen"))
    return Done(said=after_changing(changed) if takes else "")


def new_document(order: Order, cause: Cause, data: Mapping[str, Any]) -> Done:
    """Whoever makes one goes on by filling it in."""
    document = make_document(order.pk, cause, document_type=data["document_type"])
    return Done(leads=reverse("workflow:document_page", args=[document.pk]))


def rework(order: Order, cause: Cause, data: Mapping[str, Any]) -> None:
    """The tasks come as they were ticked: their numbers as text."""
    return_order_to_production(
        order.pk,
        cause,
        reason=data["reason"],
        task_ids=[int(pk) for pk in data["task_ids"]],
        new_task=data["new_task"],
    )


def rush_percent(data: Mapping[str, Any]) -> Decimal | None:
    """The surcharge, or None for no rush."""
    return (data["percent"] or Decimal(0)) if data["is_rush"] else None
