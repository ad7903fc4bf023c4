"""Mark closing documents as sent: how and when they went to their customers."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from billing.ledger import sendings
from billing.models import ClosingDocument, Sending
from common.refusals import Refused
from common.soundness import refuse_odd_day
from lab.cause import Cause
from lab.events import local_day, record_event
from workflow.moving import require


@transaction.atomic
def mark_sent(
    documents: Sequence[ClosingDocument], cause: Cause, *, how: str, sent_on: date
) -> list[Sending]:
    """Those that somebody has marked meanwhile stay as they are."""
    require(cause, "mark_sent")
    if sent_on > local_day(cause.at):
        raise Refused(_("Nothing was sent in the future."))
    refuse_odd_day(sent_on, local_day(cause.at))
    if how not in Sending.How.values or how == Sending.How.BEFORE:
        raise Refused(_("Choose how it was sent."))
    event = record_event("mark_sent", cause, action="mark_sent")
    return sendings.send(documents, how, sent_on, event=event)
