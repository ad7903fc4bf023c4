"""A closed month takes no more entries: what comes later is dated into the month that is open."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, models, transaction

from common.ledger import BookedRowsOnlyGrow
from common.months import Month
from lab.events import NotAllowed
from payroll import ledger
from payroll.models import ClosedMonth, PayrollEntry
from payroll.periods import MonthCannotBeClosed, close_month, months_to_close
from tests.factories.bare_orders import make_event
from tests.factories.lab import make_cause, make_employee
from tests.factories.payroll import make_accrual, make_rate

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)


def by(*roles, at=NOW):
    return make_cause(make_employee(roles=roles or ["accountant"]), at)


@pytest.fixture
def closed():
    return close_month(OCTOBER, by())


def test_what_comes_later_is_dated_on_the_first_open_day(closed):
    make_rate()
    assert make_accrual(on=date(2026, 10, 31)).earned_on == date(2026, 11, 1)
    assert make_accrual(on=date(2026, 3, 1)).earned_on == date(2026, 11, 1)
    assert make_accrual(on=date(2026, 11, 20)).earned_on == date(2026, 11, 20)


def test_a_correction_of_a_closed_month_falls_into_the_open_one():
    make_rate()
    entry = make_accrual(on=date(2026, 10, 5))
    close_month(OCTOBER, by())
    (correction,) = ledger.accrue({entry.source: []}, event=make_event(), on=date(2026, 10, 6))
    assert (correction.earned_on, entry.earned_on) == (date(2026, 11, 1), date(2026, 10, 5))


@pytest.mark.parametrize("day", [date(2026, 10, 31), date(2026, 9, 1)])
def test_the_database_refuses_an_entry_dated_into_a_closed_month(closed, day):
    make_rate()
    entry = make_accrual(on=date(2026, 11, 3))
    entry.pk, entry._state.adding, entry.source, entry.earned_on = None, True, 10**6, day
    with pytest.raises(IntegrityError, match="dated_after_closing"), transaction.atomic():
        models.Model.save(entry)
    assert PayrollEntry.objects.count() == 1


def test_a_month_that_is_not_over_is_refused():
    for month in (NOVEMBER, Month(2027, 1)):
        with pytest.raises(MonthCannotBeClosed, match="is not over yet"):
            close_month(month, by())
    assert not ClosedMonth.objects.exists()


def test_months_are_closed_in_order_and_once(closed):
    later = by(at=NOW + timedelta(days=70))
    with pytest.raises(MonthCannotBeClosed, match="November 2026 comes first"):
        close_month(Month(2026, 12), later)
    for month in (OCTOBER, Month(2026, 2)):
        with pytest.raises(MonthCannotBeClosed, match="is closed already"):
            close_month(month, later)
    close_month(NOVEMBER, later)
    assert [str(month) for month in ClosedMonth.objects.all()] == ["October 2026", "November 2026"]


def test_offered_are_months_that_are_over_and_then_the_next_one():
    today = date(2026, 11, 20)
    assert months_to_close(today) == [OCTOBER]
    make_accrual(on=date(2026, 8, 30))
    assert [str(month) for month in months_to_close(today)] == ["2026-08", "2026-09", "2026-10"]
    close_month(Month(2026, 8), by())
    assert months_to_close(today) == [Month(2026, 9)]
    close_month(Month(2026, 9), by())
    close_month(OCTOBER, by())
    assert months_to_close(today) == []


def test_only_who_pays_out_closes_months():
    with pytest.raises(NotAllowed):
        close_month(OCTOBER, by("manager"))


def test_a_closed_month_stays_closed(closed):
    with pytest.raises(BookedRowsOnlyGrow):
        ClosedMonth.objects.all().delete()
    with pytest.raises(IntegrityError, match="is booked"), transaction.atomic():
        models.QuerySet(ClosedMonth).filter(pk=closed.pk)._raw_delete("default")
