"""Choose columns: how the CSV of a bank is read is said once, and the file that waited for it is taken in."""

from dataclasses import asdict
from datetime import timedelta

from django.db import transaction

from billing.bank.reading import read_file
from billing.bank.sheet import Columns, Row, head_of, read_sheet
from billing.bank.statement import Statement
from billing.models import BankFile, BankImport, BankProfile
from lab.cause import Cause
from lab.events import record_event
from workflow.money.import_statement import import_statement
from workflow.moving import require

KEPT = timedelta(days=1)
"""How long a file waits for its columns."""


@transaction.atomic
def keep_for_columns(name: str, text: str, cause: Cause) -> BankFile:
    """Keep a CSV whose columns nobody has said yet."""
    require(cause, "record_payment")
    BankFile.objects.filter(brought_at__lt=cause.at - KEPT).delete()
    return BankFile.objects.create(name=name, text=text, brought_by=cause.actor, brought_at=cause.at)


@transaction.atomic
def choose_columns(
    file: BankFile, cause: Cause, *, name: str, columns: Columns, account: str, currency: str, sha256: str
) -> BankImport:
    """Take the file in by these columns, and know the bank again by them."""
    require(cause, "record_payment")
    rows = read_file(file.text.encode())
    statement = read_sheet(rows, columns, account=account, currency=currency)
    parked = import_statement(statement, cause, file_name=file.name, sha256=sha256)
    BankProfile.objects.update_or_create(
        head=head_of(rows, columns.skip),
        defaults={"name": name, "columns": asdict(columns), "account": account, "currency": currency},
    )
    record_event("choose_columns", cause, action="record_payment", reason=name)
    file.delete()
    return parked


def read_by_profile(rows: list[Row]) -> Statement | None:
    """What the rows say by the columns of a bank that is known; None where none is."""
    for profile in BankProfile.objects.all():
        columns = Columns(**profile.columns)
        if head_of(rows, columns.skip) == profile.head:
            return read_sheet(rows, columns, account=profile.account, currency=profile.currency)
    return None
