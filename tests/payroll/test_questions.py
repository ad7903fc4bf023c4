"""Whom a line is about may ask about it, once at a time; the accountant's answer closes the question."""

import pytest
from django.db import IntegrityError, transaction

from common.refusals import Refused
from lab.events import NotAllowed
from payroll.models import PayQuestion
from payroll.questions import AskedAlready, NothingWritten, answer_question, ask_about
from tests.factories.lab import make_cause, make_employee
from tests.factories.payroll import make_accrual

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return make_employee("Nadia", roles=["technician"])


@pytest.fixture
def accountant():
    return make_cause(make_employee(roles=["accountant"]))


@pytest.fixture
def question(worker):
    return ask_about(make_accrual(worker).pk, make_cause(worker), text="  Was this not two units?  ")


def test_a_question_is_open_until_it_is_answered(question, accountant):
    assert list(PayQuestion.objects.open()) == [question]
    assert question.text == "Was this not two units?"
    answered = answer_question(question.pk, accountant, answer="Yes, the second one follows.")
    assert answered.answered.actor == accountant.actor
    assert not PayQuestion.objects.open().exists()


def test_a_second_question_about_the_line_waits_for_the_answer(question, worker, accountant):
    with pytest.raises(AskedAlready, match="still to come"):
        ask_about(question.entry_id, make_cause(worker), text="Hello?")
    answer_question(question.pk, accountant, answer="Yes.")
    assert ask_about(question.entry_id, make_cause(worker), text="And the third?").pk != question.pk


def test_a_question_without_text_and_an_answer_without_text_are_refused(question, worker, accountant):
    with pytest.raises(NothingWritten, match="Write something first"):
        ask_about(make_accrual(worker).pk, make_cause(worker), text=" \n ")
    with pytest.raises(NothingWritten):
        answer_question(question.pk, accountant, answer="")
    with pytest.raises(Refused, match="longer than 2000"):
        answer_question(question.pk, accountant, answer="a" * 2001)
    assert PayQuestion.objects.get().answered is None


def test_nobody_asks_about_another_persons_line(worker):
    with pytest.raises(Refused, match="not about your pay"):
        ask_about(make_accrual().pk, make_cause(worker), text="How much is this?")


def test_only_who_pays_out_answers_and_only_once(question, worker, accountant):
    with pytest.raises(NotAllowed):
        answer_question(question.pk, make_cause(worker), answer="Yes.")
    answer_question(question.pk, accountant, answer="Yes.")
    with pytest.raises(Refused, match="answered already"):
        answer_question(question.pk, accountant, answer="No.")


def test_the_database_keeps_questions_as_they_were_asked(question):
    rows = PayQuestion.objects.filter(pk=question.pk)
    for change in (lambda: rows.update(text="Never mind."), lambda: rows._raw_delete("default")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
