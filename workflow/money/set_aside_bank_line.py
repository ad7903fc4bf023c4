"""Set aside bank line: it is no payment of a customer, and somebody says why. It can be taken up again."""

from django.db import transaction
from django.utils.translation import gettext as _

from billing.ledger import bank
from billing.models import BankAside
from lab.cause import Cause
from lab.events import record_event
from workflow.moving import refuse, require


@transaction.atomic
def set_aside_bank_line(line_id: int, cause: Cause, *, reason: str) -> BankAside:
    require(cause, "record_payment")
    refuse(None if reason.strip() else _("Say why."))
    event = record_event("set_aside_bank_line", cause, action="record_payment", reason=reason)
    return bank.set_aside(line_id, event=event)
