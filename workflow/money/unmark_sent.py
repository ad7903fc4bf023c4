"""Take back the mark that a closing document was sent."""

from django.db import transaction

from billing.ledger import sendings
from billing.models import ClosingDocument, Sending
from lab.cause import Cause
from lab.events import record_event
from workflow.moving import require


@transaction.atomic
def unmark_sent(document: ClosingDocument, cause: Cause) -> Sending:
    require(cause, "mark_sent")
    event = record_event("unmark_sent", cause, action="mark_sent")
    return sendings.take_back(document, event=event)
