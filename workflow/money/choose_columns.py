"""Choose columns: how the CSV of a bank is read is said once, and the file that waited for it is taken in."""

from dataclasses import asdict
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from billing.bank.reading import read_file
from billing.bank.sheet import Columns, Row, head_of, read_sheet
from billing.bank.statement import Statement
from billing.models import BankFile, BankProfile
from common.refusals import Refused
from lab.cause import Cause
from lab.events import record_event
from workflow.money.import_statement import Brought, import_statement
from workflow.moving import require

KEPT = timedelta(days=1)
"""How long a file waits for its columns."""


class AnotherBankOfThatName(Refused):
    """Banks are told apart by their names, and each has columns of its own."""

    def __init__(self) -> None:
        super().__init__(_("Another bank has this name already."))


class FileIsTakenIn(Refused):
    """Somebody was quicker, or the file waited for too long."""

    def __init__(self) -> None:
        super().__init__(
            _("This file waits no longer: it was taken in, or waited for too long. Bring it again.")
        )


@transaction.atomic
def keep_for_columns(name: str, text: str, cause: Cause) -> BankFile:
    """Keep a CSV whose columns nobody has said yet."""
    require(cause, "record_payment")
    BankFile.objects.filter(brought_at__lt=cause.at - KEPT).delete()
    return BankFile.objects.create(name=name, text=text, brought_by=cause.actor, brought_at=cause.at)


@transaction.atomic
def choose_columns(
    file_id: int, cause: Cause, *, name: str, columns: Columns, account: str, currency: str, sha256: str
) -> Brought:
    """Take the file in by these columns, and know the bank again by them.

    Raises ``FileIsTakenIn`` or ``AnotherBankOfThatName``, and what ``import_statement`` raises.
    """
    require(cause, "record_payment")
    file = _locked(file_id)
    rows = read_file(file.text.encode())
    statement = read_sheet(rows, columns, account=account, currency=currency)
    brought = import_statement(statement, cause, file_name=file.name, sha256=sha256)
    head = head_of(rows, columns.skip)
    if is_name_of_another_bank(
        name, head
    ):  # asked while the statements are held: nobody else says a name now
        raise AnotherBankOfThatName
    BankProfile.objects.update_or_create(
        head=head,
        defaults={"name": name, "columns": asdict(columns), "account": account, "currency": currency},
    )
    record_event("choose_columns", cause, action="record_payment", reason=name)
    file.delete()
    return brought


def is_name_of_another_bank(name: str, head: str) -> bool:
    """Whether a bank of that name is known by another head of its files."""
    return BankProfile.objects.filter(name=name).exclude(head=head).exists()


def read_by_profile(rows: list[Row]) -> Statement | None:
    """What the rows say by the columns of a bank that is known; None where none is."""
    for profile in BankProfile.objects.all():
        columns = Columns(**profile.columns)
        if head_of(rows, columns.skip) == profile.head:
            return read_sheet(rows, columns, account=profile.account, currency=profile.currency)
    return None


def _locked(file_id: int) -> BankFile:
    file = BankFile.objects.select_for_update().filter(pk=file_id).first()
    if file is None:
        raise FileIsTakenIn
    return file
