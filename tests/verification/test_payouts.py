"""The oracle sees what is wrong with payouts: each rule broken behind the back of the ledger is named."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, models
from django.utils import timezone

from common import triggers
from common.months import Month
from lab.events import local_day
from payroll import ledger
from payroll.models import ClosedMonth, PayrollEntry, PaySheet, PaySheetEntry
from payroll.pay_out import draw_up_sheet, finish_sheet
from payroll.periods import close_month
from tests.factories.bare_orders import make_event
from tests.factories.lab import make_cause, make_employee
from tests.factories.payroll import make_accrual, make_rate
from verification.payouts import (
    closed_months_take_nothing,
    days_of_pay_are_those_of_their_events,
    sheets_and_balances_add_up,
)


def raw(model) -> models.QuerySet:
    """The rows of a booked table without the refusals of its queryset."""
    return models.QuerySet(model)


@pytest.fixture
def today():
    return local_day(timezone.now())


@pytest.fixture
def _paid(today):
    """A closed month, a finished sheet and a draft, one entry taken back; then the triggers are lifted."""
    make_rate()
    accountant, worker = make_cause(make_employee(roles=["accountant"])), make_employee(roles=["technician"])
    paid, held, _waits = (make_accrual(worker, on=today) for _entry in range(3))
    finish_sheet(draw_up_sheet(worker.pk, accountant, entry_ids=[paid.pk]).pk, accountant)
    draw_up_sheet(worker.pk, accountant, entry_ids=[held.pk])
    ledger.accrue({paid.source: []}, event=make_event(), on=today)
    close_month(Month.of(today).before, accountant)
    assert wrong() == {}
    triggers.lift(connection)
    yield
    triggers.lay(connection)


def wrong() -> dict[int, list[str]]:
    checks = {
        26: days_of_pay_are_those_of_their_events,
        27: closed_months_take_nothing,
        28: sheets_and_balances_add_up,
    }
    return {number: found.wrong for number, check in checks.items() if (found := check()).wrong}


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_paid")]


def test_each_check_looks_at_something():
    assert days_of_pay_are_those_of_their_events().looked_at == 4
    assert closed_months_take_nothing().looked_at == 4
    assert (
        sheets_and_balances_add_up().looked_at == 4
    )  # one finished sheet, two entries on sheets, one person


def test_26_an_entry_moved_to_another_day_is_named(today):
    raw(PayrollEntry).filter(reverses=None).update(earned_on=today - timedelta(days=2))
    assert "its event" in wrong()[26][0]


def test_26_a_correction_dated_before_what_it_corrects_is_named(today):
    raw(PayrollEntry).exclude(reverses=None).update(earned_on=today - timedelta(days=1))
    assert "corrects one of" in wrong()[26][0]


def test_27_an_entry_booked_into_a_closed_month_is_named(today):
    late = make_accrual(on=today)
    raw(PayrollEntry).filter(pk=late.pk).update(earned_on=Month.of(today).before.last)
    assert f"accrual {late.pk} is dated" in wrong()[27][0]


def test_27_months_closed_out_of_order_are_named(today):
    month = Month.of(today).before.before.before
    ClosedMonth.objects.create(first=month.first, last=month.last, event=make_event())
    assert "was closed" in wrong()[27][0]


def test_28_a_sheet_that_pays_something_else_than_its_entries_is_named():
    raw(PaySheet).filter(finished__isnull=False).update(total=Decimal(99))
    told = wrong()[28]
    assert "pays 99.00, its entries 10.00" in told[0]
    assert "coming, the unpaid entries are" in told[1]


def test_28_an_entry_of_another_person_on_a_sheet_is_named():
    PaySheetEntry.objects.create(sheet=PaySheet.objects.drafts().get(), entry=make_accrual())
    assert "is another's" in wrong()[28][0]


def test_28_an_entry_on_two_sheets_is_named():
    with connection.cursor() as cursor:
        connection.check_constraints()  # PostgreSQL alters no table with deferred checks outstanding
        unlock_entries(cursor)
        cursor.execute(
            "INSERT INTO payroll_paysheetentry (sheet_id, entry_id) SELECT d.id, e.entry_id"
            " FROM payroll_paysheetentry e JOIN payroll_paysheet s ON s.id = e.sheet_id, payroll_paysheet d"
            " WHERE s.finished_id IS NOT NULL AND d.finished_id IS NULL"
        )
    assert any("stands on pay sheets [" in one for one in wrong()[28])
    connection.check_constraints()


def unlock_entries(cursor) -> None:
    """Take the UNIQUE away; SQLite keeps it inside the table, which is made anew."""
    if connection.vendor == "sqlite":
        cursor.execute("CREATE TABLE bare (id integer PRIMARY KEY, sheet_id bigint, entry_id bigint)")
        cursor.execute("INSERT INTO bare SELECT id, sheet_id, entry_id FROM payroll_paysheetentry")
        cursor.execute("DROP TABLE payroll_paysheetentry")
        cursor.execute("ALTER TABLE bare RENAME TO payroll_paysheetentry")
        return
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = 'payroll_paysheetentry'::regclass AND contype = 'u'"
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f"ALTER TABLE payroll_paysheetentry DROP CONSTRAINT {name}")
