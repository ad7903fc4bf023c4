"""Take up bank line: one that was set aside waits again, as often as somebody thinks better of it."""

import pytest

from billing.bank_lines import Counts, counts_of
from billing.ledger.bank import LineIsDealtWith
from tests.factories.bank import Came, make_import
from verification.invariants import violations
from workflow.money.set_aside_bank_line import set_aside_bank_line
from workflow.money.take_up_bank_line import take_up_bank_line
from workflow.moving import StepRefused

pytestmark = pytest.mark.django_db


def test_it_waits_again_and_can_be_set_aside_again(by):
    parked = make_import(Came("30"))
    line = parked.lines.get()
    for _time in range(2):
        set_aside_bank_line(line.pk, by("accountant"), reason="x")
        assert take_up_bank_line(line.pk, by("accountant")).event.verb == "take_up_bank_line"
        assert counts_of([parked])[parked.pk] == Counts(total=1, open=1)
    assert violations() == {}


def test_one_that_is_not_set_aside_is_refused_and_so_is_another_role(by):
    line = make_import(Came("30")).lines.get()
    with pytest.raises(LineIsDealtWith, match="not set aside"):
        take_up_bank_line(line.pk, by("accountant"))
    with pytest.raises(StepRefused):
        take_up_bank_line(line.pk, by("technician"))
