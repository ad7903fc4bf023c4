"""Choose columns: a CSV waits until somebody says them; by its columns the bank is known again."""

from datetime import timedelta

import pytest

from billing.bank.reading import read_file
from billing.bank.sheet import Columns
from billing.bank.statement import AnotherAccount, BrokenLine
from billing.models import BankFile, BankImport, BankProfile
from tests.factories.bank import IBAN, PAYER, Came, sheet
from tests.factories.lab import make_settings
from workflow.money.choose_columns import (
    KEPT,
    AnotherBankOfThatName,
    FileIsTakenIn,
    choose_columns,
    keep_for_columns,
    read_by_profile,
)
from workflow.moving import StepRefused

pytestmark = pytest.mark.django_db

CHOSEN = Columns(0, 1, amount=1, name=2, iban=3, purpose=4, reference=5)


def choose(file, cause, columns=CHOSEN, account=IBAN, name="Bank of Hamburg"):
    told = {"name": name, "account": account, "currency": "EUR", "sha256": "0" * 64}
    return choose_columns(file.pk, cause, columns=columns, **told)


def test_the_file_is_taken_in_and_the_bank_is_known_again(by):
    cause = by("accountant")
    file = keep_for_columns("umsatz.csv", sheet(Came("12.50", "hello")).decode(), cause)
    parked = choose(file, cause).bank_import
    assert (parked.file_name, parked.kind, parked.opening, parked.account) == (
        "umsatz.csv",
        "CSV",
        None,
        IBAN,
    )
    assert parked.lines.get().purpose == "hello"
    assert not BankFile.objects.exists()
    other = read_by_profile(read_file(sheet(Came("1"), Came("2"))))
    assert [line.amount for line in other.lines] == [1, 2]
    assert other.account == IBAN
    assert read_by_profile(read_file(b"a;b\n1;2")) is None


def test_what_cannot_be_read_is_refused_and_the_file_waits_on(by):
    make_settings(iban=IBAN)
    cause = by("accountant")
    file = keep_for_columns("umsatz.csv", sheet(Came("12.50")).decode(), cause)
    with pytest.raises(BrokenLine, match="Line 2"):
        choose(file, cause, Columns(0, 1, amount=4))
    with pytest.raises(AnotherAccount):
        choose(file, cause, account=PAYER)
    assert BankFile.objects.count() == 1
    assert not BankImport.objects.exists()
    assert not BankProfile.objects.exists()


def test_a_file_that_waits_no_longer_is_refused(by):
    cause = by("accountant")
    file = keep_for_columns("umsatz.csv", sheet(Came("12.50")).decode(), cause)
    choose(file, cause)
    with pytest.raises(FileIsTakenIn):
        choose(BankFile(pk=file.pk or 1), cause)
    assert BankImport.objects.count() == 1


def test_two_banks_have_two_names_and_columns_are_said_anew_under_their_own(by):
    cause = by("accountant")
    text = sheet(Came("12.50")).decode()
    choose(keep_for_columns("a.csv", text, cause), cause)
    other = keep_for_columns(
        "b.csv", text.replace("Kundenreferenz", "Referenz").replace("12,50", "13,50"), cause
    )
    with pytest.raises(AnotherBankOfThatName):
        choose(other, cause)
    assert BankImport.objects.count() == BankFile.objects.count() == 1
    choose(other, cause, name="Bank of Bremen")
    said_anew = keep_for_columns("c.csv", text.replace("12,50", "14,50"), cause)
    choose(said_anew, cause, Columns(0, 1, amount=1))
    assert sorted(BankProfile.objects.values_list("name", flat=True)) == ["Bank of Bremen", "Bank of Hamburg"]
    assert BankProfile.objects.get(name="Bank of Hamburg").columns["name"] is None


def test_of_a_file_with_nothing_new_the_columns_are_kept_and_no_import_is_made(by):
    cause = by("accountant")
    text = sheet(Came("12.50")).decode()
    first = choose(keep_for_columns("a.csv", text, cause), cause).bank_import
    BankProfile.objects.all().delete()
    brought = choose(keep_for_columns("a.csv", text, cause), cause)
    assert (brought.bank_import, brought.is_new) == (first, False)
    assert BankProfile.objects.count() == 1
    assert not BankFile.objects.exists()


def test_a_file_nobody_came_back_to_is_gone_after_a_day(by):
    early, late = by("accountant"), by("accountant")
    late = type(late)(late.actor, early.at + KEPT + timedelta(seconds=1))
    keep_for_columns("a.csv", "a;b", early)
    kept = keep_for_columns("b.csv", "a;b", late)
    assert list(BankFile.objects.all()) == [kept]


def test_only_who_records_payments_may(by):
    with pytest.raises(StepRefused):
        keep_for_columns("a.csv", "a;b", by("manager"))
