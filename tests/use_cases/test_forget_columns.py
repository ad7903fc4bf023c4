"""Forget columns: the next file of that bank asks for them again; what was taken in stays."""

import pytest

from billing.bank.reading import read_file
from billing.bank.sheet import Columns
from billing.models import BankImport, BankProfile
from lab.models import Event
from tests.factories.bank import IBAN, Came, sheet
from workflow.money.choose_columns import choose_columns, keep_for_columns, read_by_profile
from workflow.money.forget_columns import forget_columns
from workflow.moving import StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile(by):
    cause = by("accountant")
    file = keep_for_columns("umsatz.csv", sheet(Came("12.50")).decode(), cause)
    told = {"name": "Bank of Hamburg", "account": IBAN, "currency": "EUR", "sha256": "0" * 64}
    choose_columns(file.pk, cause, columns=Columns(0, 1, amount=1), **told)
    return BankProfile.objects.get()


def test_the_next_file_asks_again_and_what_came_stays(by, profile):
    forget_columns(profile.pk, by("accountant"))
    assert read_by_profile(read_file(sheet(Came("1")))) is None
    assert BankImport.objects.count() == 1
    assert Event.objects.get(verb="forget_columns").reason == "Bank of Hamburg"
    forget_columns(profile.pk, by("accountant"))
    assert Event.objects.filter(verb="forget_columns").count() == 1


def test_only_who_records_payments_may(by, profile):
    with pytest.raises(StepRefused):
        forget_columns(profile.pk, by("manager"))
    assert BankProfile.objects.exists()
