"""Set aside bank line: it is nobody's payment, and somebody says why."""

import pytest

from billing.bank_lines import Counts, counts_of
from billing.ledger.bank import LineIsDealtWith
from tests.factories.bank import Came, make_import
from verification.invariants import violations
from workflow.money.set_aside_bank_line import set_aside_bank_line
from workflow.moving import StepRefused

pytestmark = pytest.mark.django_db


def test_the_line_no_longer_waits_and_says_why(by):
    parked, cause = make_import(Came("30"), Came("-5")), by("accountant")
    for line in parked.lines.all():
        aside = set_aside_bank_line(line.pk, cause, reason="private")
        assert (aside.event.verb, aside.event.reason, aside.event.actor) == (
            "set_aside_bank_line",
            "private",
            cause.actor,
        )
    assert counts_of([parked])[parked.pk] == Counts(total=2, aside=2)
    assert violations() == {}


def test_twice_without_a_reason_or_without_the_role_is_refused(by):
    line = make_import(Came("30")).lines.get()
    with pytest.raises(StepRefused, match="Say why"):
        set_aside_bank_line(line.pk, by("accountant"), reason=" ")
    with pytest.raises(StepRefused):
        set_aside_bank_line(line.pk, by("manager"), reason="x")
    set_aside_bank_line(line.pk, by("accountant"), reason="x")
    with pytest.raises(LineIsDealtWith):
        set_aside_bank_line(line.pk, by("accountant"), reason="x")
