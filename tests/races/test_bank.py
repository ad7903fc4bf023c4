"""Bank statements in the same moment: a line becomes one payment, whoever takes it over, in whichever import it stands.

The control has no lock; that the line then becomes several payments is what shows that the race took place.
"""

import time
from decimal import Decimal

import pytest

from billing.bank.sheet import Columns
from billing.ledger.bank import ImportIsTakenBack, LineIsDealtWith
from billing.models import BankFile, BankImport, BankLine, BankProfile, BankTaking, Payment
from billing.models.bank import BankLineQuerySet
from common.refusals import Refused
from tests.factories.bank import Came, make_import, sheet, statement
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_cause, make_employee, make_settings
from tests.races import AT_ONCE, at_once
from tests.races.floor import PAUSE
from verification.bank import lines_are_taken_once
from workflow.money import choose_columns as columns_case
from workflow.money import take_over_bank_line as use_case
from workflow.money.choose_columns import FileIsTakenIn, choose_columns, keep_for_columns
from workflow.money.import_statement import import_statement
from workflow.money.take_back_bank_import import take_back_bank_import
from workflow.money.take_over_bank_line import take_over_bank_line

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TRIALS = 4


@pytest.fixture
def cause():
    make_settings()
    return make_cause(make_employee(roles=["accountant"]))


def faults(said) -> list:
    return [one for one in said if isinstance(one, Exception) and not isinstance(one, Refused)]


def one_line_at_once(cause, amount: str, people=AT_ONCE) -> list:
    customer = make_counterparty()
    line = make_import(Came(amount)).lines.get()
    return at_once(
        lambda _n: take_over_bank_line(line.pk, cause, customer_id=customer.pk, parts=[]), people=people
    )


def test_of_eight_who_take_one_line_over_one_wins_and_the_others_hear_why(cause):
    for trial in range(TRIALS):
        said = one_line_at_once(cause, f"{trial + 1}.00")
        assert faults(said) == []
        assert sum(isinstance(one, LineIsDealtWith) for one in said) == AT_ONCE - 1
        assert Payment.objects.count() == trial + 1
    assert lines_are_taken_once().wrong == []


def test_control_without_the_lock_a_line_becomes_several_payments(cause, monkeypatch):
    record = use_case.record_payment

    def wait_and_record(*told, **more):
        time.sleep(PAUSE)
        return record(*told, **more)

    monkeypatch.setattr(BankLineQuerySet, "select_for_update", lambda rows, **_how: rows)
    monkeypatch.setattr(use_case, "record_payment", wait_and_record)
    one_line_at_once(cause, "3.00", people=3)
    assert Payment.objects.count() > 1
    assert lines_are_taken_once().wrong != []


def test_the_same_file_brought_by_eight_at_once_waits_once(cause):
    came = statement(Came("5.00"), Came("5.00"), Came("7.00"))
    said = at_once(
        lambda _n: import_statement(came, cause, file_name="x.xml", sha256="0" * 64), people=AT_ONCE
    )
    assert faults(said) == []
    assert sorted(one.is_new for one in said) == [False] * (AT_ONCE - 1) + [True]
    assert BankLine.objects.count() == BankLine.objects.waiting().count() == 3


def columns_said_at_once(cause, people=AT_ONCE) -> list:
    """Each sends the columns of one waiting file, and names them differently, so that each reads lines of its own."""
    file = keep_for_columns("umsatz.csv", sheet(Came("12.50", "hello")).decode(), cause)
    told = {"name": "Bank of Hamburg", "currency": "EUR", "sha256": "0" * 64, "account": ""}

    def choose(person):
        columns = Columns(0, 1, amount=1, **({"purpose": 4} if person % 2 else {"reference": 4}))
        return choose_columns(file.pk, cause, columns=columns, **told)

    return at_once(choose, people=people)


def test_of_eight_who_say_the_columns_of_one_file_one_takes_it_in(cause):
    said = columns_said_at_once(cause)
    assert faults(said) == []
    assert sum(isinstance(one, FileIsTakenIn) for one in said) == AT_ONCE - 1
    assert BankImport.objects.count() == BankProfile.objects.count() == 1


def test_control_without_the_lock_a_file_is_taken_in_twice(cause, monkeypatch):
    def unlocked(file_id):
        file = BankFile.objects.get(pk=file_id)
        time.sleep(PAUSE)
        return file

    monkeypatch.setattr(columns_case, "_locked", unlocked)
    columns_said_at_once(cause, people=4)
    assert BankImport.objects.count() > 1


def test_taking_an_import_back_and_taking_its_line_over_end_one_way_or_the_other(cause):
    customer = make_counterparty()
    for trial in range(TRIALS):
        first, second = (make_import(Came(f"{trial + 1}.00")) for _import in range(2))

        def act(person, first=first, second=second):
            if person == 0:
                return take_back_bank_import(first.pk, cause, reason="x")
            line = (first, second)[person % 2].lines.get()
            return take_over_bank_line(line.pk, cause, customer_id=customer.pk, parts=[])

        said = at_once(act, people=5)
        assert faults(said) == []
        assert all(
            isinstance(one, LineIsDealtWith | ImportIsTakenBack) for one in said if isinstance(one, Exception)
        )
        assert lines_are_taken_once().wrong == []
        standing = BankTaking.objects.standing().filter(line__amount=Decimal(trial + 1))
        assert standing.count() <= 1
