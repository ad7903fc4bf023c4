"""Invariants of what people are paid: closed months, pay sheets, balances."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from django.db.models import F, Sum
from django.utils import timezone

from common.money import ZERO
from payroll.models import ClosedMonth, PayrollEntry, PaySheet, PaySheetEntry
from verification.finding import Finding, findings_of

A_DAY = timedelta(days=1)


def days_of_pay_are_those_of_their_events() -> Finding:
    """26: the day of an accrual is the local one of its event, or the first that was open then; it never moves.

    A day on either side is allowed: the laboratory may have changed its time zone since.
    """
    opened = {last + A_DAY for last in ClosedMonth.objects.order_by().values_list("last", flat=True)}
    rows = PayrollEntry.objects.order_by().values_list("pk", "earned_on", "event__at", "reverses__earned_on")

    def wrong(pk, on, at, original):
        if original and on < original:
            return f"accrual {pk} of {on} corrects one of {original}"
        near = abs(on - timezone.localdate(at)) <= A_DAY
        return (
            None
            if near or on in opened
            else f"accrual {pk} is dated {on}, its event {timezone.localdate(at)}"
        )

    return findings_of(rows.iterator(), wrong)


def closed_months_take_nothing() -> Finding:
    """27: months are closed in order, and nothing is dated into them by an event after the closing."""
    closed = list(ClosedMonth.objects.order_by("first").values_list("first", "last", "event"))
    found = Finding(PayrollEntry.objects.count())
    for (_first, last, _event), (first, _last, _later) in pairwise(closed):
        if (first - last).days != 1:
            found.wrong.append(f"after the month up to {last} that of {first} was closed")
    for _first, last, event in closed:
        late = PayrollEntry.objects.filter(earned_on__lte=last, event__gt=event).order_by()
        for pk, on in late.values_list("pk", "earned_on")[:50]:
            found.wrong.append(
                f"accrual {pk} is dated {on}, and was booked after the month up to {last} was closed"
            )
    return found


def sheets_and_balances_add_up() -> Finding:
    """28: a finished sheet is the sum of its entries, each on one sheet; a balance is what was earned less paid."""
    summed = _sums(PaySheetEntry.objects.all(), "sheet", amount="entry__amount")
    sheets = PaySheet.objects.finished().order_by().values_list("pk", "number", "total")
    found = findings_of(
        sheets.iterator(),
        lambda pk, number, total: (
            None
            if summed.get((pk,)) == total
            else f"pay sheet {number} pays {total}, its entries {summed.get((pk,), 0)}"
        ),
    )
    foreign = PaySheetEntry.objects.exclude(
        entry__employee=F("sheet__employee"), entry__currency=F("sheet__currency")
    )
    found.wrong += [
        f"accrual {entry} is another's, and stands on pay sheet {sheet}"
        for entry, sheet in foreign.order_by().values_list("entry", "sheet")
    ]
    return _merged(found, _each_entry_once(), _balances())


def _each_entry_once() -> Finding:
    sheets: dict[int, list[int]] = defaultdict(list)
    for entry, sheet in PaySheetEntry.objects.order_by("pk").values_list("entry", "sheet").iterator():
        sheets[entry].append(sheet)
    return Finding(
        len(sheets),
        [f"accrual {entry} stands on pay sheets {on}" for entry, on in sheets.items() if len(on) > 1],
    )


def _balances() -> Finding:
    """Earned less paid out is what the entries on no finished sheet come to."""
    person = ("employee", "currency")
    earned = _sums(PayrollEntry.objects.all(), *person)
    paid = _sums(PaySheet.objects.finished(), *person, amount="total")
    waiting = _sums(PayrollEntry.objects.unpaid(), *person)
    found = Finding(len(earned))
    for key in earned.keys() | paid.keys():
        balance = earned.get(key, ZERO) - paid.get(key, ZERO)
        if balance != waiting.get(key, ZERO):
            found.wrong.append(
                f"employee {key[0]} has {balance} {key[1]} coming, the unpaid entries are {waiting.get(key, ZERO)}"
            )
    return found


def _sums(rows, *keys: str, amount: str = "amount") -> dict[tuple, Decimal]:
    grouped = rows.order_by().values_list(*keys).annotate(total=Sum(amount))
    return {tuple(row[:-1]): row[-1] for row in grouped}


def _merged(*found: Finding) -> Finding:
    return Finding(sum(one.looked_at for one in found), [wrong for one in found for wrong in one.wrong])
