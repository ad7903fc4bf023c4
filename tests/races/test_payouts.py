"""Payouts in the same moment: nobody is paid twice for the same work, and no month is closed under a booking.

Each race has a control without the lock; the database's own constraint then catches the second writer, and that it has
to is what shows that the race took place.
"""

import time
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from common.months import Month
from common.refusals import Refused
from payroll import ledger, pay_out, periods
from payroll.models import ClosedMonth, PayrollEntry, PaySheet
from payroll.models.closed_month import ClosedMonthQuerySet
from payroll.models.sheet import PaySheetQuerySet
from payroll.pay_out import draw_up_sheet, finish_sheet
from payroll.periods import close_month
from tests.factories.bare_orders import make_event
from tests.factories.lab import make_cause, make_employee
from tests.factories.payroll import make_accrual, make_fact, make_rate
from tests.races import AT_ONCE, at_once, goes_wrong
from tests.races.floor import PAUSE

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TRIALS, CONTROLS = 4, 4
OCTOBER = Month(2026, 10)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def accountant():
    make_rate()
    return make_cause(make_employee(roles=["accountant"]))


def faults(said) -> list:
    return [one for one in said if isinstance(one, Exception) and not isinstance(one, Refused)]


def caught_by_the_database(said) -> list:
    """Those who came so far that a constraint had to stop them."""
    return [one for one in said if isinstance(getattr(one, "__cause__", None), IntegrityError)] + faults(said)


def the_same_entries_at_once(cause, people=AT_ONCE) -> list:
    employee = make_employee(roles=["technician"])
    chosen = [make_accrual(employee).pk for _entry in range(3)]
    said = at_once(lambda _n: draw_up_sheet(employee.pk, cause, entry_ids=chosen), people=people)
    assert PaySheet.objects.filter(employee=employee).count() == 1
    return said


def test_of_eight_payouts_of_the_same_entries_one_wins_and_the_others_hear_why(accountant):
    for _trial in range(TRIALS):
        said = the_same_entries_at_once(accountant)
        refused = [one for one in said if isinstance(one, pay_out.AlreadyOnASheet)]
        assert (len(refused), caught_by_the_database(said)) == (AT_ONCE - 1, [])


def test_control_without_the_lock_payouts_collide(accountant, monkeypatch):
    choose = pay_out._entries_of

    def choose_and_wait(*asked):
        found = choose(*asked)
        time.sleep(PAUSE)
        return found

    monkeypatch.setattr(pay_out, "lock_employees", lambda _ids: None)
    monkeypatch.setattr(pay_out, "_entries_of", choose_and_wait)
    assert goes_wrong(
        lambda _turn: not caught_by_the_database(the_same_entries_at_once(accountant, people=3)),
        within=CONTROLS,
    )


def one_sheet_finished_at_once(cause, people=AT_ONCE) -> list:
    employee = make_employee(roles=["technician"])
    sheet = draw_up_sheet(employee.pk, cause, entry_ids=[make_accrual(employee).pk])
    return at_once(lambda _n: finish_sheet(sheet.pk, cause), people=people)


def test_a_sheet_finished_by_eight_at_once_is_finished_once(accountant):
    for trial in range(TRIALS):
        said = one_sheet_finished_at_once(accountant)
        assert sum(isinstance(one, pay_out.SheetIsFinished) for one in said) == AT_ONCE - 1
        numbers = PaySheet.objects.finished().values_list("number_serial", flat=True)
        assert sorted(numbers) == list(range(1, trial + 2))


def test_control_without_the_lock_it_is_finished_more_than_once(accountant, monkeypatch):
    def read_and_wait(rows, pk):
        sheet = rows.get(pk=pk)
        time.sleep(PAUSE)
        return sheet

    monkeypatch.setattr(pay_out, "lock_employees", lambda _ids: None)
    monkeypatch.setattr(PaySheetQuerySet, "locked", read_and_wait)
    assert goes_wrong(
        lambda _turn: not caught_by_the_database(one_sheet_finished_at_once(accountant, people=3)),
        within=CONTROLS,
    )


def closed_while_booking(month: Month) -> list:
    """One closes the month while seven book work dated into it; what each said."""
    cause, event = make_cause(make_employee(roles=["accountant"]), NOW), make_event()
    facts = [make_fact() for _person in range(AT_ONCE)]

    def act(number: int):
        if number == 0:
            return close_month(month, cause)
        return ledger.accrue({facts[number].source: [facts[number]]}, event=event, on=month.last)

    return at_once(act)


def test_a_month_closed_while_work_is_booked_takes_it_before_or_not_at_all(accountant):
    month = Month(2026, 4)
    for _trial in range(TRIALS):
        assert [one for one in closed_while_booking(month) if isinstance(one, Exception)] == []
        booked = PayrollEntry.objects.order_by("-pk")[: AT_ONCE - 1]
        days = {entry.earned_on for entry in booked}
        assert days <= {month.last, month.after.first}
        month = month.after
    assert ClosedMonth.objects.count() == TRIALS


def test_control_without_the_lock_work_is_booked_into_the_closing_month(accountant, monkeypatch):
    """Everybody reads which day is open, and only then the month is closed."""
    read = ClosedMonthQuerySet.open_day

    def read_and_wait(rows, on: date) -> date:
        day = read(rows, on)
        time.sleep(PAUSE)
        return day

    monkeypatch.setattr(ClosedMonthQuerySet, "open_day", read_and_wait)
    monkeypatch.setattr(periods, "_wait_for_bookings", lambda: None)
    assert caught_by_the_database(closed_while_booking(OCTOBER))
