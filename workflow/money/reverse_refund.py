"""Reverse refund: it was never so. What it gave back is the customer's free advance again."""

from django.db import transaction
from django.utils.translation import gettext as _

from billing.ledger import receivables
from billing.models import Refund
from lab.cause import Cause
from lab.events import local_day, record_event
from workflow.moving import refuse, require


@transaction.atomic
def reverse_refund(refund_id: int, cause: Cause, *, reason: str) -> Refund:
    require(cause, "record_payment")
    refuse(None if reason.strip() else _("Say why."))
    refund = Refund.objects.select_related("customer").get(pk=refund_id)
    event = record_event("reverse_refund", cause, action="record_payment", reason=reason)
    receivables.reverse_refund(refund, event=event, on=local_day(event.at))
    return refund
