"""The pages of payouts: what is coming, choosing, the sheet and its paper, closing a month."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from common.months import Month
from lab.once import new_token
from payroll import ledger
from payroll.facts import WorkDone
from payroll.models import ClosedMonth, PaySheet, PlannedPay
from payroll.pay_out import draw_up_sheet, finish_sheet
from payroll.pay_papers import sheet_paper
from payroll.rates import SET_SUM
from tests.factories.bare_orders import make_bare_order, make_event
from tests.factories.catalog import make_service
from tests.factories.lab import client_of, make_cause, make_employee
from tests.factories.payroll import make_accrual, make_rate

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
OCTOBER = date(2026, 10, 12)


@pytest.fixture
def anna():
    make_rate()
    return make_employee("Anna", roles=["accountant"])


@pytest.fixture
def accountant(anna):
    return client_of(anna)


@pytest.fixture
def nadia():
    return make_employee("Nadia", roles=["technician"])


def address(name, *args):
    return reverse(f"payroll:{name}", args=args)


def text_of(client, name, *args, **query):
    answer = client.get(address(name, *args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client, name, *args, status=302, token="", **typed):
    answer = client.post(address(name, *args), {"form_token": token or new_token(), **typed})
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer


def test_the_list_says_what_each_has_coming_since_when_and_on_which_draft(accountant, anna, nadia):
    entry = make_accrual(nadia, on=OCTOBER)
    make_accrual(nadia, net=Decimal(20))
    sheet = draw_up_sheet(nadia.pk, make_cause(anna), entry_ids=[entry.pk])
    left = make_employee("Boris", roles=["technician"], is_active=False)
    make_accrual(left, net=Decimal(70))
    shown = accountant.get(address("payout_list"))
    assert [(row.name, row.balance, row.entries, row.since) for row in shown.context["coming"]] == [
        ("Boris", Decimal(7), 1, date(2026, 11, 10)),
        ("Nadia", Decimal(12), 2, OCTOBER),
    ]
    told = shown.content.decode()
    assert address("sheet_page", sheet.pk) in told
    assert "has left" in told
    assert shown.context["totals"] == {"EUR": Decimal(19)}


def test_who_is_paid_does_not_stand_in_the_list(accountant, anna, nadia):
    entry = make_accrual(nadia)
    finish_sheet(draw_up_sheet(nadia.pk, make_cause(anna), entry_ids=[entry.pk]).pk, make_cause(anna))
    assert "Everybody is paid" in text_of(accountant, "payout_list")


def test_a_month_is_paid_from_the_choice_to_the_paper(accountant, nadia):
    make_accrual(nadia, on=OCTOBER)
    make_accrual(nadia, on=date(2026, 11, 3))
    assert "October 2026" in text_of(accountant, "payout_new", nadia.pk)
    answer = post(accountant, "payout_new", nadia.pk, month="2026-10", currency="EUR")
    sheet = PaySheet.objects.get()
    assert answer.url == address("sheet_page", sheet.pk)
    assert "1 entry, 10.00 EUR" in text_of(accountant, "sheet_page", sheet.pk)  # not on it
    assert accountant.get(address("sheet_pdf", sheet.pk)).status_code == 404
    assert "is paid 10.00 EUR" in text_of(accountant, "sheet_finish", sheet.pk)
    post(accountant, "sheet_finish", sheet.pk)
    sheet.refresh_from_db()
    assert sheet.number in text_of(accountant, "sheet_list")
    paper = accountant.get(address("sheet_pdf", sheet.pk))
    assert paper["Content-Type"] == "application/pdf"
    assert sheet.number in paper["Content-Disposition"]


def test_lines_are_ticked_one_by_one_and_keep_their_ticks_when_refused(accountant, anna, nadia):
    first, second = make_accrual(nadia), make_accrual(nadia)
    refused = post(accountant, "payout_new", nadia.pk, status=422)
    assert "Tick what shall be paid out" in refused.content.decode()
    ledger.accrue({second.source: []}, event=make_event(), on=OCTOBER.replace(month=11))
    refused = post(accountant, "payout_new", nadia.pk, status=422, entry=[first.pk, second.pk])
    assert "belong on the same pay sheet" in refused.content.decode()
    assert refused.content.decode().count("checked") == 2
    post(accountant, "payout_new", nadia.pk, entry=[first.pk])
    assert [row.entry for row in PaySheet.objects.get().entries.all()] == [first]


def test_what_somebody_else_earned_cannot_be_ticked_in(accountant, nadia):
    make_accrual(nadia)
    refused = post(accountant, "payout_new", nadia.pk, status=422, entry=[make_accrual().pk])
    assert "cannot be paid to this person" in refused.content.decode()
    assert not PaySheet.objects.exists()


@pytest.mark.parametrize("typed", ["9" * 23, "9223372036854775808", "-1", "²", "x\x00"])
def test_what_is_no_number_of_an_entry_is_refused_in_words(accountant, nadia, typed):
    make_accrual(nadia)
    refused = post(accountant, "payout_new", nadia.pk, status=422, entry=[typed])
    assert "cannot be paid to this person" in refused.content.decode()


def test_nonsense_for_a_month_is_refused_in_words(accountant, nadia):
    make_accrual(nadia)
    for typed in ("2026-13", "x" * 7):
        refused = post(accountant, "payout_new", nadia.pk, status=422, month=typed)
        assert "This is not a month" in refused.content.decode()


def test_a_sheet_marks_the_corrections_of_earlier_pay(accountant, anna, nadia):
    by, paid = make_cause(anna), make_accrual(nadia, on=OCTOBER, net=Decimal(30))
    finish_sheet(draw_up_sheet(nadia.pk, by, entry_ids=[paid.pk]).pk, by)
    (correction,) = ledger.accrue({paid.source: []}, event=make_event(), on=date(2026, 11, 2))
    other = make_accrual(nadia, net=Decimal(90))
    sheet = draw_up_sheet(nadia.pk, by, entry_ids=[correction.pk, other.pk])
    told = text_of(accountant, "sheet_page", sheet.pk)
    assert "correction of 12 Oct" in told
    assert "−3.00" in told
    lines = sheet_paper(finish_sheet(sheet.pk, by))["lines"]
    assert [(line["amount"], line["corrects"]) for line in lines] == [("9.00", ""), ("-3.00", "2026-10-12")]


def test_a_draft_is_discarded_and_the_same_form_again_leads_where_it_led(accountant, anna, nadia):
    sheet = draw_up_sheet(nadia.pk, make_cause(anna), entry_ids=[make_accrual(nadia).pk])
    token = new_token()
    for _time in range(2):
        answer = post(accountant, "sheet_discard", sheet.pk, token=token)
        assert answer.url == address("payout_list")
    assert not PaySheet.objects.exists()


def test_a_month_is_closed_from_the_list_and_only_one_that_is_over(accountant):
    present = Month.of(timezone.localdate())
    for month in (present, present.after):
        refused = post(accountant, "month_close", status=422, month=str(month))
        assert "cannot be closed now" in refused.content.decode()
    post(accountant, "month_close", month=str(present.before))
    assert ClosedMonth.objects.get().first == present.before.first
    nothing_left = text_of(accountant, "month_close")
    assert "Every month that is over is closed already" in nothing_left
    assert "Close the month" not in nothing_left
    assert "closed up to" in text_of(accountant, "payout_list")


def test_a_manager_reads_payouts_and_is_offered_nothing_to_do(accountant, anna, nadia):
    manager = client_of(make_employee(roles=["manager"]))
    sheet = draw_up_sheet(nadia.pk, make_cause(anna), entry_ids=[make_accrual(nadia).pk])
    told = text_of(manager, "payout_list") + text_of(manager, "sheet_page", sheet.pk)
    for name, args in [
        ("month_close", ()),
        ("payout_new", (nadia.pk,)),
        ("sheet_finish", (sheet.pk,)),
        ("sheet_discard", (sheet.pk,)),
    ]:
        assert address(name, *args) not in told
        assert manager.get(address(name, *args)).status_code == 403


def test_the_paper_says_no_percent_to_whom_prices_are_hidden(anna, nadia):
    reviewer = make_employee(roles=["reviewer"])
    percents = {}
    for person in (nadia, reviewer):
        sheet = draw_up_sheet(person.pk, make_cause(anna), entry_ids=[make_accrual(person).pk])
        (line,) = sheet_paper(finish_sheet(sheet.pk, make_cause(anna)))["lines"]
        percents[person] = (line["percent"], line["is_share"])
    assert percents == {nadia: ("", True), reviewer: ("10.00", True)}


@pytest.mark.parametrize("name", ["payout_list", "payout_new", "sheet_page", "sheet_list"])
def test_the_pages_cost_the_same_statements_for_many(
    name, accountant, anna, nadia, django_assert_max_num_queries, django_assert_num_queries
):
    service = make_service()

    def earn(person):
        return [make_accrual(person, service=service).pk for _entry in range(2)]

    paid = earn(nadia)
    sheet = draw_up_sheet(nadia.pk, make_cause(anna), entry_ids=paid[:1])
    args = {"payout_new": (nadia.pk,), "sheet_page": (sheet.pk,)}.get(name, ())
    text_of(accountant, name, *args)  # the first page of a session writes the session
    with django_assert_max_num_queries(14) as counted:
        text_of(accountant, name, *args)
    for _person in range(4):
        other = make_employee(roles=["technician"])
        draw_up_sheet(other.pk, make_cause(anna), entry_ids=earn(other)[:1])
        earn(nadia)
    for pk in earn(nadia):
        sheet.entries.create(entry_id=pk)
    with django_assert_num_queries(len(counted)):
        text_of(accountant, name, *args)


def test_a_bonus_set_by_hand_is_paid_and_told_by_its_reason(accountant, anna, nadia):
    order = make_bare_order()
    bonus = PlannedPay.objects.create(
        order=order,
        employee=nadia,
        amount=Decimal(40),
        comment="Stayed for the Saturday case",
        event=make_event(),
    )
    fact = WorkDone(
        source=bonus.pk, order_id=order.pk, task_id=None, employee_id=nadia.pk, role="besides", service_id=None,
        quantity=Decimal(1), gross=Decimal(0), net=Decimal(0), currency="EUR", kind=SET_SUM, planned=bonus.pk,
        set_sum=Decimal(40),
    )  # fmt: skip
    (entry,) = ledger.accrue({}, sums={bonus.pk: [fact]}, event=make_event(), on=OCTOBER)
    sheet = draw_up_sheet(nadia.pk, make_cause(anna), entry_ids=[entry.pk])
    own = client_of(nadia).get(address("own_earnings"), {"month": "2026-10"}).content.decode()
    for told in (text_of(accountant, "sheet_page", sheet.pk), own):
        assert "Stayed for the Saturday case" in told
    assert "set by hand" in own
    (line,) = sheet_paper(finish_sheet(sheet.pk, make_cause(anna)))["lines"]
    assert (line["work"], line["amount"], line["is_share"]) == (
        "Stayed for the Saturday case",
        "40.00",
        False,
    )
