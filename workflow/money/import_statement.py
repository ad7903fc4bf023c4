"""Import statement: a file of the bank is taken in, its lines are parked. Nothing is booked by it."""

from typing import NamedTuple

from django.db import transaction

from billing.bank.statement import Statement, sound
from billing.ledger import bank
from billing.models import BankImport
from lab.cause import Cause
from lab.events import record_event
from lab.models import LabSettings
from workflow.moving import require


class Brought(NamedTuple):
    """What a file came to: the import made of it, or the earlier one in which its lines, or the last of them, stand."""

    bank_import: BankImport
    is_new: bool = True
    stands_alone: bool = True
    """Whether that earlier import holds every line, or shares them with others."""


@transaction.atomic
def import_statement(statement: Statement, cause: Cause, *, file_name: str, sha256: str) -> Brought:
    """Raises ``NotAStatement`` where it is not whole, or of another account than the laboratory's."""
    require(cause, "record_payment")
    whole = sound(statement, ours=LabSettings.load().iban)
    bank.hold_statements()
    if earlier := bank.imports_that_hold(whole):
        return Brought(earlier[0], is_new=False, stands_alone=len(earlier) == 1)
    event = record_event("import_statement", cause, action="record_payment", reason=file_name)
    return Brought(bank.park(whole, file_name=file_name, sha256=sha256, event=event))
