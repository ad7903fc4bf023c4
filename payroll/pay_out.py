"""Paying out: a pay sheet is drawn up from entries that nobody was paid for yet, and finished or discarded.

Entries go on sheets while their person is locked, so that nobody is paid for the same work twice.
"""

from collections.abc import Collection
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from common.money import ZERO
from common.months import Month
from common.numbering import draw_number
from common.refusals import Refused
from common.templatetags.labsite import money
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.models import Employee, LabSettings
from papers.issuing import NewPaper, issue
from payroll.choosing import free_entries, of_month
from payroll.ledger import lock_employees
from payroll.models import PayrollEntry, PaySheet, PaySheetEntry
from payroll.pay_papers import sheet_paper


class NothingChosen(Refused):
    """A pay sheet without entries."""

    def __init__(self) -> None:
        super().__init__(_("Nothing is chosen. Tick what shall be paid out."))


class NothingToPay(Refused):
    """The corrections take back as much as was earned, or more."""

    def __init__(self, total: Decimal, currency: str):
        super().__init__(
            _(
                "There is nothing to pay: together it is %(total)s, because the corrections are larger. "
                "They wait for the next sheet."
            )
            % {"total": money(total, currency)}
        )


class AlreadyOnASheet(Refused):
    """Somebody else was quicker."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Some of these entries stand on another pay sheet already. Open the page again and choose anew."
            )
        )


class HalfOfAPair(Refused):
    """Paying for what was taken back, or taking back what nobody was paid for."""

    def __init__(self, entry: PayrollEntry):
        super().__init__(
            _(
                "“%(work)s” of order %(order)s was taken back: the entry and its correction belong on the same pay "
                "sheet. Choose both, and discard a draft that holds one of them."
            )
            % {"work": entry.work_name, "order": entry.order.number}
        )


class SheetIsFinished(Refused):
    def __init__(self, sheet: PaySheet):
        super().__init__(_("Pay sheet %(number)s is finished already.") % {"number": sheet.number})


class SheetIsGone(Refused):
    def __init__(self) -> None:
        super().__init__(_("This draft was discarded, perhaps by somebody else just now."))


@transaction.atomic
def draw_up_sheet(
    employee_id: int,
    cause: Cause,
    *,
    entry_ids: Collection[int] = (),
    month: Month | None = None,
    currency: str = "",
) -> PaySheet:
    """A draft that holds the chosen entries, or with a month those of that month and the corrections of earlier ones.

    People who left can be paid too. Raises ``NothingChosen``, ``AlreadyOnASheet``, ``HalfOfAPair``, ``NothingToPay``.
    """
    employee = Employee.objects.get(pk=employee_id)
    event = record_event("draw_up_pay_sheet", cause, action="pay_out", reason=employee.name)
    lock_employees([employee_id])
    if month is not None:
        currency = currency or LabSettings.load().currency
        entry_ids = [entry.pk for entry in of_month(free_entries(employee), month, currency)]
    entries = _entries_of(employee, set(entry_ids))
    _refuse_unpayable(entries)
    sheet = PaySheet.objects.create(employee=employee, currency=entries[0].currency, event=event)
    try:
        with transaction.atomic():
            PaySheetEntry.objects.bulk_create(PaySheetEntry(sheet=sheet, entry=entry) for entry in entries)
    except IntegrityError as clash:
        raise AlreadyOnASheet from clash
    return sheet


@transaction.atomic
def finish_sheet(sheet_id: int, cause: Cause) -> PaySheet:
    """The draft gets its number and its total and is booked. Raises ``NothingToPay``, ``HalfOfAPair``."""
    sheet = _draft(sheet_id)
    entries = [row.entry for row in sheet.entries.select_related("entry")]
    _refuse_unpayable(entries)
    total = _total(entries)
    event = record_event(
        "finish_pay_sheet",
        cause,
        action="pay_out",
        reason=f"{sheet.employee.name}, {money(total, sheet.currency)}",
    )
    sheet.finished, sheet.finished_on, sheet.total = event, local_day(cause.at), total
    mask = LabSettings.load().pay_sheet_mask
    sheet.take_number(draw_number(PaySheet.series, mask, sheet.finished_on))
    sheet.save()
    issue(NewPaper("pay_sheet", sheet.number, sheet.finished_on, sheet_paper(sheet)), event)
    return sheet


@transaction.atomic
def discard_sheet(sheet_id: int, cause: Cause) -> None:
    """The draft goes, its entries may be chosen again; the event says what it was."""
    sheet = _draft(sheet_id)
    reason = f"{sheet.employee.name}, {money(sheet.sum_of_entries(), sheet.currency)}"
    record_event("discard_pay_sheet", cause, action="pay_out", reason=reason)
    sheet.entries.all().delete()
    sheet.delete()


def _draft(sheet_id: int) -> PaySheet:
    """The draft, its person and itself locked."""
    person = PaySheet.objects.filter(pk=sheet_id).values_list("employee", flat=True).first()
    if person is None:
        raise SheetIsGone
    lock_employees([person])
    try:
        sheet = PaySheet.objects.locked(sheet_id)
    except PaySheet.DoesNotExist:
        raise SheetIsGone from None
    if sheet.is_finished:
        raise SheetIsFinished(sheet)
    return sheet


def _entries_of(employee: Employee, chosen: set[int]) -> list[PayrollEntry]:
    if not chosen:
        raise NothingChosen
    own = PayrollEntry.objects.earned_by(employee).filter(pk__in=chosen)
    entries = list(own.select_related("on_sheet").order_by("earned_on", "pk"))
    if len(entries) != len(chosen):
        raise Refused(_("Some of what was chosen is not %(who)s's.") % {"who": employee.name})
    if any(hasattr(entry, "on_sheet") for entry in entries):
        raise AlreadyOnASheet
    if len({entry.currency for entry in entries}) > 1:
        raise Refused(_("What is chosen is in two currencies. Make a pay sheet for each of them."))
    return entries


def _refuse_unpayable(entries: Collection[PayrollEntry]) -> None:
    if not entries:
        raise NothingChosen
    chosen = {entry.pk: entry for entry in entries}
    unpaid = PayrollEntry.objects.unpaid()
    halves = unpaid.filter(Q(reverses__in=chosen) | Q(reversed_by__in=chosen)).exclude(pk__in=chosen)
    if half := halves.with_names().first():
        raise HalfOfAPair(half)
    if (total := _total(entries)) <= 0:
        raise NothingToPay(total, next(iter(entries)).currency)


def _total(entries: Collection[PayrollEntry]) -> Decimal:
    return sum((entry.amount for entry in entries), ZERO)
