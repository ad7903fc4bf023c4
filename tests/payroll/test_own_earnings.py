"""One's own earnings: entry by entry, what was paid, and questions; nobody sees anybody else's."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from lab.once import new_token
from payroll.models import PayQuestion
from payroll.pay_out import draw_up_sheet, finish_sheet
from payroll.questions import ask_about
from tests.factories.catalog import make_service
from tests.factories.lab import client_of, make_cause, make_employee
from tests.factories.payroll import make_accrual, make_rate

pytestmark = pytest.mark.django_db
NOVEMBER = {"month": "2026-11"}


@pytest.fixture
def nadia():
    make_rate()
    return make_employee("Nadia", roles=["technician"])


@pytest.fixture
def accountant():
    return make_employee("Anna", roles=["accountant"])


def address(name, *args):
    return reverse(f"payroll:{name}", args=args)


def read(client, name, *args, **query):
    answer = client.get(address(name, *args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client, name, *args, status=302, **typed):
    answer = client.post(address(name, *args), {"form_token": new_token(), **typed})
    assert answer.status_code == status
    return answer


def paid_sheet(person, accountant, *entries):
    sheet = draw_up_sheet(person.pk, make_cause(accountant), entry_ids=[entry.pk for entry in entries])
    return finish_sheet(sheet.pk, make_cause(accountant))


def test_the_page_says_what_is_earned_what_was_paid_and_what_is_to_come(nadia, accountant):
    paid, _waiting = make_accrual(nadia), make_accrual(nadia, net=Decimal(50))
    sheet = paid_sheet(nadia, accountant, paid)
    told = read(client_of(nadia), "own_earnings", **NOVEMBER)
    assert "5.00 EUR still to be paid out" in told
    assert told.count(sheet.number) >= 2  # beside its line, and in the list of what was paid
    assert address("own_sheet_pdf", sheet.number) in told
    assert paid.order.number in told


def test_a_draft_is_nobodys_payment_yet(nadia, accountant):
    entry = make_accrual(nadia)
    draw_up_sheet(nadia.pk, make_cause(accountant), entry_ids=[entry.pk])
    told = read(client_of(nadia), "own_earnings", **NOVEMBER)
    assert "10.00 EUR still to be paid out" in told
    assert "Paid out" not in told


def test_the_address_of_former_releases_leads_on(nadia):
    answer = client_of(nadia).get("/payroll/mine/?month=2026-10")
    assert answer.url == "/me/earnings/?month=2026-10"


def test_one_prints_ones_own_sheet_and_nobody_elses(nadia, accountant):
    own = paid_sheet(nadia, accountant, make_accrual(nadia))
    other = make_employee(roles=["technician"])
    others = paid_sheet(other, accountant, make_accrual(other))
    client = client_of(nadia)
    assert client.get(address("own_sheet_pdf", own.number))["Content-Type"] == "application/pdf"
    assert client.get(address("own_sheet_pdf", others.number)).status_code == 404
    assert client.get(address("sheet_pdf", own.pk)).status_code == 403


def test_a_forged_number_asks_about_nobody_elses_line(nadia):
    foreign, client = make_accrual(), client_of(nadia)
    assert client.get(address("question_new", foreign.pk)).status_code == 404
    post(client, "question_new", foreign.pk, status=404, text="How much does she get?")
    assert not PayQuestion.objects.exists()
    assert str(foreign.order.number) not in read(client, "own_earnings", **NOVEMBER)


def test_a_line_is_questioned_answered_and_the_answer_stands_beside_it(nadia, accountant):
    entry, mine, office = make_accrual(nadia), client_of(nadia), client_of(accountant)
    post(mine, "question_new", entry.pk, text="Was this not two units?")
    assert "waiting for the answer" in read(mine, "own_earnings", **NOVEMBER)
    assert '<span class="count">1</span>' in read(office, "entry_list", **NOVEMBER)
    assert "Was this not two units?" in read(office, "question_list")
    question = PayQuestion.objects.get()
    assert "Was this not two units?" in read(office, "question_answer", question.pk)
    post(office, "question_answer", question.pk, answer="Yes: the second follows in December.")
    told = read(mine, "own_earnings", **NOVEMBER)
    assert "the second follows in December" in told
    assert "waiting for the answer" not in told
    assert "Nobody has an open question" in read(office, "question_list")
    assert "the second follows" in read(office, "question_list", answered="1")


def test_a_question_without_text_comes_back_with_a_sentence_and_what_was_typed_stays(nadia):
    entry, client = make_accrual(nadia), client_of(nadia)
    refused = post(client, "question_new", entry.pk, status=422, text="  ")
    assert "Write what you want to know" in refused.content.decode()
    ask_about(entry.pk, make_cause(nadia), text="First.")
    refused = post(client, "question_new", entry.pk, status=422, text="And a second one?")
    assert "the answer is still to come" in refused.content.decode()
    assert "And a second one?" in refused.content.decode()


def test_the_office_cannot_answer_as_a_technician(nadia):
    question = ask_about(make_accrual(nadia).pk, make_cause(nadia), text="Why?")
    client = client_of(nadia)
    assert client.get(address("question_answer", question.pk)).status_code == 403
    assert client.get(address("question_list")).status_code == 403


def test_the_page_costs_the_same_statements_for_many_lines(
    nadia, accountant, django_assert_max_num_queries, django_assert_num_queries
):
    client, service = client_of(nadia), make_service()
    entries = [make_accrual(nadia, service=service) for _entry in range(2)]
    paid_sheet(nadia, accountant, entries[0])
    ask_about(entries[0].pk, make_cause(nadia), text="Why?")
    read(client, "own_earnings", **NOVEMBER)
    with django_assert_max_num_queries(12) as counted:
        read(client, "own_earnings", **NOVEMBER)
    for _entry in range(6):
        entry = make_accrual(nadia, service=service)
        paid_sheet(nadia, accountant, entry)
        ask_about(entry.pk, make_cause(nadia), text="Why?")
    with django_assert_num_queries(len(counted)):
        read(client, "own_earnings", **NOVEMBER)


def test_days_are_those_of_the_entries(nadia):
    make_accrual(nadia, on=date(2026, 10, 31))
    assert "Nothing was earned in this month" in read(client_of(nadia), "own_earnings", **NOVEMBER)
