"""Lines of bank statements: parked when a file comes, then taken over, set aside, or taken back with their import.

Taking a statement in holds the row of the settings, so that two people who bring the same file do it one after the
other. Dealing with a line holds the line and those of other imports that say the same.
"""

from django.utils.translation import gettext as _

from billing.bank.statement import Statement, number_alone
from billing.models import (
    BankAside,
    BankAsideLifted,
    BankImport,
    BankImportTakenBack,
    BankLine,
    BankTakeover,
    BankTaking,
    Payment,
)
from common.refusals import Refused
from lab.models import Event, LabSettings

IN_ONE_GO = 500
"""Rows of one statement of SQL."""


class LineIsDealtWith(Refused):
    """Somebody was quicker, or the same line stands in another import."""

    def __init__(self, why: object):
        super().__init__(why)


class ImportIsTakenBack(Refused):
    """Nothing can be done with the lines of an import that was taken back."""

    def __init__(self) -> None:
        super().__init__(_("This statement was taken back. Bring the file again to work with its lines."))


def hold_statements() -> None:
    """Have whoever else brings a statement wait until this transaction ends."""
    LabSettings.objects.select_for_update(no_key=True).get(pk=LabSettings.load().pk)


def imports_that_hold(statement: Statement) -> list[BankImport]:
    """The standing imports in which each line of the statement stands already; none where one line is new.

    One alone where one holds them all, else the last that came is first.
    """
    lines: list[tuple] = []
    found: dict[tuple, set[int]] = {}
    account = number_alone(statement.account)
    for at in range(0, len(statement.lines), IN_ONE_GO):
        asked = [
            (line.digest(account, statement.currency), line.day, line.ordinal)
            for line in statement.lines[at : at + IN_ONE_GO]
        ]
        lines += asked
        standing = BankLine.objects.filter(
            digest__in={digest for digest, _day, _ordinal in asked},
            day__in={day for _digest, day, _ordinal in asked},  # the same is paid month after month
            bank_import__taken_back__isnull=True,
        )
        for *key, parked in standing.order_by().values_list("digest", "day", "ordinal", "bank_import_id"):
            found.setdefault(tuple(key), set()).add(parked)
        if any(line not in found for line in asked):
            return []
    whole = set.intersection(*(found[line] for line in lines))
    ids = {min(whole)} if whole else set.union(*(found[line] for line in lines))
    return list(BankImport.objects.filter(pk__in=ids).select_related("event").order_by("-pk"))


def park(statement: Statement, *, file_name: str, sha256: str, event: Event) -> BankImport:
    """Keep the statement with all its lines; which of them are known already is asked of what stands."""
    hold_statements()
    account = number_alone(statement.account)
    parked = BankImport.objects.create(
        file_name=file_name,
        sha256=sha256,
        kind=statement.kind,
        account=statement.account[:40],
        currency=statement.currency,
        since=statement.since,
        until=statement.until,
        opening=statement.opening,
        closing=statement.closing,
        event=event,
    )
    BankLine.objects.bulk_create(
        (
            BankLine(
                bank_import_id=parked.pk,
                position=position,
                day=line.day,
                amount=line.amount,
                name=line.name,
                iban=line.iban,
                purpose=line.purpose,
                reference=line.reference,
                digest=line.digest(account, statement.currency),
                ordinal=line.ordinal,
                event_id=event.pk,
            )
            for position, line in enumerate(statement.lines, start=1)
        ),
        batch_size=IN_ONE_GO,
    )
    return parked


def locked_line(line_id: int) -> BankLine:
    """The line that waits, locked with those that say the same. Raises ``LineIsDealtWith``."""
    line = _locked(line_id)
    if line.is_known:
        raise LineIsDealtWith(_("This line stands in an earlier statement, and is dealt with there."))
    if line.is_taken:
        raise LineIsDealtWith(_("This line is taken over already."))
    if line.is_aside:
        raise LineIsDealtWith(_("This line is set aside. Take it up again first."))
    return line


def take(line: BankLine, payment: Payment, *, event: Event) -> BankTaking:
    """Say which payment was made of the line, which is locked."""
    return BankTaking.objects.create(line=line, payment=payment, event=event)


def set_aside(line_id: int, *, event: Event) -> BankAside:
    return BankAside.objects.create(line=locked_line(line_id), event=event)


def take_up(line_id: int, *, event: Event) -> BankAsideLifted:
    """Have a line that was set aside wait again."""
    line = _locked(line_id)
    aside = line.asides.filter(lifted__isnull=True).first()
    if aside is None:
        raise LineIsDealtWith(_("This line is not set aside."))
    return BankAsideLifted.objects.create(aside=aside, event=event)


def take_back(bank_import: BankImport, *, event: Event) -> BankImportTakenBack:
    """Let the lines of an import be as if it had never come; no payment stands on any of them."""
    lock_lines(bank_import)
    if BankImportTakenBack.objects.filter(bank_import=bank_import).exists():
        raise ImportIsTakenBack
    if BankTaking.objects.standing().filter(line__bank_import=bank_import).exists():
        raise LineIsDealtWith(_("A line of this statement was taken over just now. Look at it again."))
    return BankImportTakenBack.objects.create(bank_import=bank_import, event=event)


def lock_lines(bank_import: BankImport) -> None:
    """Hold all lines of an import, by their ids."""
    lines = BankLine.objects.filter(bank_import=bank_import).order_by("pk")
    list(lines.select_for_update(no_key=True).values_list("pk", flat=True))


def note_takeover(bank_import: BankImport, job: str, *, event: Event) -> BankTakeover:
    """Remember which piece of background work takes lines of the import over."""
    return BankTakeover.objects.create(bank_import=bank_import, job=job, event=event)


def _locked(line_id: int) -> BankLine:
    said = BankLine.objects.get(pk=line_id)
    same = BankLine.objects.filter(digest=said.digest, day=said.day, ordinal=said.ordinal).order_by("pk")
    list(same.select_for_update(no_key=True).values_list("pk", flat=True))
    line = BankLine.objects.with_fate().select_related("bank_import").get(pk=line_id)
    if BankImportTakenBack.objects.filter(bank_import=line.bank_import).exists():
        raise ImportIsTakenBack
    return line
