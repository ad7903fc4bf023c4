"""Take up bank line: one that was set aside waits again."""

from django.db import transaction

from billing.ledger import bank
from billing.models import BankAsideLifted
from lab.cause import Cause
from lab.events import record_event
from workflow.moving import require


@transaction.atomic
def take_up_bank_line(line_id: int, cause: Cause) -> BankAsideLifted:
    require(cause, "record_payment")
    return bank.take_up(line_id, event=record_event("take_up_bank_line", cause, action="record_payment"))
