"""A pay sheet takes entries once, nets what was taken back, and is booked when it is finished."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from common.ledger import BookedRowsOnlyGrow
from common.months import Month
from lab.events import NotAllowed
from lab.models import Event
from payroll import ledger
from payroll.models import PayrollEntry, PaySheet, PaySheetEntry
from payroll.pay_out import (
    AlreadyOnASheet,
    HalfOfAPair,
    NothingChosen,
    NothingToPay,
    SheetIsFinished,
    SheetIsGone,
    discard_sheet,
    draw_up_sheet,
    finish_sheet,
)
from tests.factories.bare_orders import make_event
from tests.factories.lab import make_cause, make_employee, make_settings
from tests.factories.payroll import make_accrual, make_rate

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 12), date(2026, 11, 9)


@pytest.fixture
def accountant():
    return make_cause(make_employee("Anna", roles=["accountant"]))


@pytest.fixture
def worker():
    make_rate()
    return make_employee("Nadia", roles=["technician"])


def take_back(entry, on=NOVEMBER):
    (correction,) = ledger.accrue({entry.source: []}, event=make_event("unpost_act"), on=on)
    return correction


def drawn(employee, cause, *entries):
    return draw_up_sheet(employee.pk, cause, entry_ids=[entry.pk for entry in entries])


def test_a_draft_holds_its_entries_and_a_finished_sheet_has_number_and_total(worker, accountant):
    first, second = make_accrual(worker), make_accrual(worker, net=Decimal(50))
    sheet = drawn(worker, accountant, first, second)
    assert (sheet.number, sheet.total, sheet.sum_of_entries()) == (None, None, Decimal(15))
    sheet = finish_sheet(sheet.pk, accountant)
    sheet.refresh_from_db()
    assert (sheet.number, sheet.total) == (f"S-{sheet.finished_on.year}-00001", Decimal(15))
    assert not PayrollEntry.objects.earned_by(worker).unpaid().exists()


def test_some_entries_can_be_chosen_and_the_others_stay(worker, accountant):
    first, second = make_accrual(worker), make_accrual(worker)
    finish_sheet(drawn(worker, accountant, first).pk, accountant)
    assert list(PayrollEntry.objects.unpaid()) == [second]


def test_an_entry_stands_on_one_sheet_only(worker, accountant):
    entry = make_accrual(worker)
    drawn(worker, accountant, entry)
    with pytest.raises(AlreadyOnASheet, match="another pay sheet"):
        drawn(worker, accountant, entry)
    assert PaySheet.objects.count() == 1


def test_a_discarded_draft_lets_its_entries_go_and_leaves_an_event(worker, accountant):
    entry = make_accrual(worker)
    discard_sheet(drawn(worker, accountant, entry).pk, accountant)
    assert list(PayrollEntry.objects.free()) == [entry]
    assert Event.objects.get(verb="discard_pay_sheet").reason == "Nadia, 10.00 EUR"
    assert drawn(worker, accountant, entry)


def test_a_month_takes_its_entries_and_corrections_of_what_was_paid_before(worker, accountant):
    paid = make_accrual(worker, on=date(2026, 9, 3), net=Decimal(30))
    finish_sheet(drawn(worker, accountant, paid).pk, accountant)
    correction = take_back(paid, on=date(2026, 10, 2))
    october, november = make_accrual(worker, on=OCTOBER), make_accrual(worker, on=NOVEMBER)
    sheet = draw_up_sheet(worker.pk, accountant, month=Month(2026, 11))
    assert set(sheet.entries.values_list("entry", flat=True)) == {correction.pk, november.pk}
    assert finish_sheet(sheet.pk, accountant).total == Decimal(7)
    assert list(PayrollEntry.objects.unpaid()) == [october]


def test_what_was_earned_and_taken_back_goes_on_a_sheet_as_a_pair(worker, accountant):
    entry, other = make_accrual(worker, on=OCTOBER), make_accrual(worker, on=OCTOBER)
    correction = take_back(entry)
    with pytest.raises(HalfOfAPair, match="same pay sheet"):
        drawn(worker, accountant, entry)
    with pytest.raises(HalfOfAPair):
        drawn(worker, accountant, correction, other)
    sheet = draw_up_sheet(worker.pk, accountant, month=Month(2026, 10))
    assert sheet.entries.count() == 3
    assert finish_sheet(sheet.pk, accountant).total == other.amount


def test_a_draft_whose_entry_was_taken_back_meanwhile_is_not_finished(worker, accountant):
    entry, other = make_accrual(worker), make_accrual(worker)
    sheet = drawn(worker, accountant, entry, other)
    take_back(entry)
    with pytest.raises(HalfOfAPair, match="discard a draft"):
        finish_sheet(sheet.pk, accountant)
    assert not PaySheet.objects.finished().exists()


def test_corrections_that_are_larger_wait_for_the_next_sheet(worker, accountant):
    paid = make_accrual(worker, net=Decimal(300))
    finish_sheet(drawn(worker, accountant, paid).pk, accountant)
    correction, little = take_back(paid), make_accrual(worker)
    with pytest.raises(NothingToPay, match=r"−20\.00 EUR.*corrections are larger.*next sheet"):
        drawn(worker, accountant, correction, little)
    assert finish_sheet(drawn(worker, accountant, little).pk, accountant).total == 10


def test_an_empty_choice_is_refused_in_words(worker, accountant):
    with pytest.raises(NothingChosen, match="Tick what shall be paid out"):
        draw_up_sheet(worker.pk, accountant)
    with pytest.raises(NothingChosen):
        draw_up_sheet(worker.pk, accountant, month=Month(2026, 10))


def test_what_another_person_earned_is_refused(worker, accountant):
    with pytest.raises(Exception, match="not Nadia's"):
        drawn(worker, accountant, make_accrual())


def test_entries_of_two_currencies_need_two_sheets(worker, accountant):
    euros = make_accrual(worker, on=OCTOBER)
    make_settings(currency="USD")
    dollars = make_accrual(worker, on=OCTOBER, currency="USD")
    with pytest.raises(Exception, match="two currencies"):
        drawn(worker, accountant, euros, dollars)
    sheet = draw_up_sheet(worker.pk, accountant, month=Month(2026, 10), currency="EUR")
    assert (sheet.currency, sheet.entries.get().entry) == ("EUR", euros)


def test_a_person_who_left_can_still_be_paid(worker, accountant):
    entry = make_accrual(worker)
    worker.is_active = False
    worker.save()
    assert finish_sheet(drawn(worker, accountant, entry).pk, accountant).total == 10


def test_only_who_pays_out_may_do_it(worker):
    entry = make_accrual(worker)
    for role in ("manager", "reviewer", "technician"):
        with pytest.raises(NotAllowed):
            drawn(worker, make_cause(make_employee(roles=[role])), entry)
    assert not PaySheet.objects.exists()


def test_a_finished_sheet_is_neither_finished_nor_discarded_again(worker, accountant):
    sheet = finish_sheet(drawn(worker, accountant, make_accrual(worker)).pk, accountant)
    with pytest.raises(SheetIsFinished, match="is finished already"):
        finish_sheet(sheet.pk, accountant)
    with pytest.raises(SheetIsFinished):
        discard_sheet(sheet.pk, accountant)
    with pytest.raises(SheetIsGone, match="was discarded"):
        finish_sheet(987654, accountant)


def test_the_database_refuses_to_change_a_finished_sheet(worker, accountant):
    sheet = finish_sheet(drawn(worker, accountant, make_accrual(worker)).pk, accountant)
    other = make_accrual(worker)
    for change in (
        lambda: PaySheet.objects.filter(pk=sheet.pk).update(total=Decimal(99)),
        lambda: PaySheet.objects.filter(pk=sheet.pk)._raw_delete("default"),
        lambda: sheet.entries.all().delete(),
        lambda: sheet.entries.update(entry=other),
        lambda: PaySheetEntry.objects.create(sheet=sheet, entry=other),
    ):
        with pytest.raises(IntegrityError, match="is booked"), transaction.atomic():
            change()
    with pytest.raises(BookedRowsOnlyGrow):
        sheet.delete()


def test_the_database_refuses_another_persons_entry_on_a_sheet(worker, accountant):
    sheet = drawn(worker, accountant, make_accrual(worker))
    with pytest.raises(IntegrityError, match="of_its_person"), transaction.atomic():
        PaySheetEntry.objects.create(sheet=sheet, entry=make_accrual())


def test_a_sheet_costs_the_same_statements_for_many_entries(
    worker, accountant, django_assert_max_num_queries, django_assert_num_queries
):
    few, many = [make_accrual(worker) for _n in range(2)], [make_accrual(worker) for _n in range(12)]
    finish_sheet(
        drawn(worker, accountant, make_accrual(worker)).pk, accountant
    )  # the counter stands from here on
    with django_assert_max_num_queries(20) as drawing:
        sheet = drawn(worker, accountant, *few)
    with django_assert_max_num_queries(20) as finishing:
        finish_sheet(sheet.pk, accountant)
    with django_assert_num_queries(len(drawing)):
        sheet = drawn(worker, accountant, *many)
    with django_assert_num_queries(len(finishing)):
        finish_sheet(sheet.pk, accountant)
