"""Refund: free advance is given back to the customer who paid it."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from billing.ledger import receivables
from billing.models import Payment, Refund
from customers.models import Counterparty
from lab.cause import Cause
from lab.events import record_event
from workflow.moving import refuse, require


@transaction.atomic
def refund_advance(
    customer: Counterparty,
    cause: Cause,
    *,
    amount: Decimal,
    currency: str,
    refunded_on: date,
    method: str,
    reason: str,
    reference: str = "",
    payment: Payment | None = None,
) -> Refund:
    """Out of the oldest payments first, or of ``payment`` alone."""
    require(cause, "record_payment")
    refuse(None if reason.strip() else _("Say why."))
    event = record_event("refund_advance", cause, action="record_payment", reason=reason)
    return receivables.refund_advance(
        customer, amount, currency, refunded_on, method, reference, payment=payment, event=event
    )
