"""Closing months: what is closed takes no more entries; what comes later is dated into the month that is open."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common.days import month as month_in_words
from common.months import Month
from common.refusals import Refused
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.models import Employee
from payroll.ledger import lock_employees
from payroll.models import ClosedMonth, PayrollEntry


class MonthCannotBeClosed(Refused):
    """It is not over, or another one comes first."""


def months_to_close(today) -> list[Month]:
    """What may be closed now. Before the first closing any month that is over, since the first entry; then the next."""
    last_over = Month.of(today).before
    if closed := ClosedMonth.objects.latest():
        following = Month.of(closed.first).after
        return [following] if following.first <= last_over.first else []
    first_day = PayrollEntry.objects.order_by("earned_on").values_list("earned_on", flat=True).first()
    month, found = Month.of(first_day) if first_day else last_over, []
    while month.first <= last_over.first:
        found.append(month)
        month = month.after
    return found or [last_over]


@transaction.atomic
def close_month(month: Month, cause: Cause) -> ClosedMonth:
    """From now on nothing is dated into the month, or any before it. Raises ``MonthCannotBeClosed``.

    Whoever is just booking pay comes before the closing, everybody else after it.
    """
    event = record_event("close_month", cause, action="pay_out", reason=str(month))
    _wait_for_bookings()
    _refuse(month, Month.of(local_day(cause.at)))
    try:
        with transaction.atomic():
            return ClosedMonth.objects.create(first=month.first, last=month.last, event=event)
    except IntegrityError as clash:
        raise _closed_already(month) from clash


def _wait_for_bookings() -> None:
    """Lock everybody: pay is booked only while its people are locked, and its day is chosen after that."""
    lock_employees(Employee.objects.values("pk"))


def _refuse(month: Month, present: Month) -> None:
    if month.first >= present.first:
        raise MonthCannotBeClosed(
            _("%(month)s is not over yet. A month is closed when it has ended.") % {"month": in_words(month)}
        )
    closed = ClosedMonth.objects.latest()
    if closed is None:
        return
    if month.first <= closed.first:
        raise _closed_already(month)
    following = Month.of(closed.first).after
    if month != following:
        raise MonthCannotBeClosed(
            _("Months are closed in order: %(month)s comes first.") % {"month": in_words(following)}
        )


def _closed_already(month: Month) -> MonthCannotBeClosed:
    return MonthCannotBeClosed(_("%(month)s is closed already.") % {"month": in_words(month)})


def in_words(month: Month) -> str:
    """November 2026"""
    return month_in_words(month.first)
