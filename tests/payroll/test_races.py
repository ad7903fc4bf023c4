"""Eight postings of the same work at once: paid once. With the lock taken away the same trial must fail."""

from datetime import date
from decimal import Decimal

import pytest

from payroll import ledger
from payroll.models import PayrollEntry
from tests.factories.bare_orders import make_event
from tests.factories.payroll import make_fact, make_rate
from tests.races import AT_ONCE, at_once, failures, goes_wrong, read_together
from tests.sizes import CONTROLS, TRIALS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def post_the_same_work_at_once() -> bool:
    """Whether it was paid exactly once and nobody met an error."""
    fact, event = make_fact(), make_event()
    outcomes = at_once(lambda _n: ledger.accrue({fact.source: [fact]}, event=event, on=date(2026, 11, 20)))
    booked = PayrollEntry.objects.filter(source=fact.source)
    return not failures(outcomes) and [row.amount for row in booked] == [Decimal(10)]


def test_the_same_work_posted_by_eight_at_once_is_paid_once():
    make_rate()
    assert [post_the_same_work_at_once() for _trial in range(TRIALS)] == [True] * TRIALS


def test_without_the_lock_the_trial_sees_the_race(monkeypatch):
    make_rate()
    everybody_asks = read_together(lambda employee_ids: None, people=AT_ONCE)
    monkeypatch.setattr(ledger, "lock_employees", everybody_asks)  # before anybody books
    assert goes_wrong(lambda _turn: post_the_same_work_at_once(), within=CONTROLS)


def test_work_of_many_people_posted_crosswise_never_locks_up():
    make_rate()
    facts = [make_fact() for _person in range(8)]
    event = make_event()

    def post(number: int):
        mine = facts if number % 2 else facts[::-1]
        return ledger.accrue({fact.source: [fact] for fact in mine}, event=event, on=date(2026, 11, 20))

    for _trial in range(5):
        assert failures(at_once(post)) == []
    assert PayrollEntry.objects.count() == 8
