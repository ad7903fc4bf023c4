"""Import statement: a file of the bank is taken in, its lines are parked. Nothing is booked by it."""

from django.db import transaction

from billing.bank.statement import Statement, sound
from billing.ledger import bank
from billing.models import BankImport
from lab.cause import Cause
from lab.events import record_event
from lab.models import LabSettings
from workflow.moving import require


@transaction.atomic
def import_statement(statement: Statement, cause: Cause, *, file_name: str, sha256: str) -> BankImport:
    """Raises ``NotAStatement`` where it is not whole, or of another account than the laboratory's."""
    require(cause, "record_payment")
    whole = sound(statement, ours=LabSettings.load().iban)
    event = record_event("import_statement", cause, action="record_payment", reason=file_name)
    return bank.park(whole, file_name=file_name, sha256=sha256, event=event)
