"""Accruing: exactly once, by the difference, undone whole. Invariants 16, 17, 23, 25, 26."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from common.ledger import BookedRowsOnlyGrow
from lab.exchange import RateMissing
from payroll import ledger
from payroll.ledger import PayTooLarge
from payroll.models import PayrollEntry
from tests.factories.bare_orders import make_bare_task, make_event
from tests.factories.catalog import make_service
from tests.factories.lab import make_employee
from tests.factories.payroll import make_fact, make_rate
from tests.sizes import booking

pytestmark = pytest.mark.django_db
DAY, LATER = date(2026, 11, 20), date(2026, 12, 2)


def accrue(*facts, source=None, on=DAY):
    due = {source or facts[0].source: list(facts)}
    return ledger.accrue(due, event=make_event(), on=on)


def total() -> Decimal:
    return PayrollEntry.objects.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def test_work_done_is_booked_with_the_rate_it_was_paid_by():
    rate = make_rate(percent=Decimal(30))
    fact = make_fact(net=Decimal("80.00"))
    (entry,) = accrue(fact)
    assert (entry.amount, entry.base, entry.currency) == (Decimal("24.00"), Decimal("80.00"), "EUR")
    assert (entry.rate, entry.rate_percent, entry.rate_amount) == (rate, Decimal(30), None)
    assert (entry.earned_on, entry.source_version, entry.reverses) == (DAY, 1, None)
    assert entry.event.verb == "produce"


def test_the_same_facts_again_book_nothing():
    make_rate()
    fact = make_fact()
    accrue(fact)
    assert accrue(fact) == []
    assert PayrollEntry.objects.count() == 1


def test_a_performer_and_an_assistant_are_each_paid_by_the_rate_of_their_role():
    make_rate(percent=Decimal(30))
    make_rate(role="assistant", amount=Decimal("5.00"))
    performer = make_fact()
    assistant = replace(performer, role="assistant", employee_id=make_employee(roles=["technician"]).pk)
    entries = accrue(performer, assistant)
    assert {entry.role: entry.amount for entry in entries} == {"performer": 30, "assistant": 5}


def test_work_without_a_rate_is_booked_with_nothing_earned():
    (entry,) = accrue(make_fact())
    assert (entry.amount, entry.rate, entry.rate_percent, entry.rate_amount) == (0, None, None, None)


def test_changed_work_reverses_the_whole_row_and_books_a_new_one():
    make_rate()
    fact = make_fact()
    (first,) = accrue(fact)
    reversal, second = accrue(replace(fact, net=Decimal("120.00")), on=LATER)
    assert (reversal.reverses, reversal.amount, reversal.base) == (first, -first.amount, -first.base)
    assert (second.amount, second.source_version) == (Decimal("12.00"), 2)
    assert total() == Decimal("12.00")


def test_a_reversal_falls_on_its_own_day_and_leaves_the_first_where_it_was():
    make_rate()
    fact = make_fact()
    (first,) = accrue(fact)
    (reversal,) = accrue(source=fact.source, on=LATER)
    first.refresh_from_db()
    assert (first.earned_on, reversal.earned_on) == (DAY, LATER)


def test_no_longer_due_is_taken_back_once():
    make_rate()
    fact = make_fact()
    accrue(fact)
    assert len(accrue(source=fact.source)) == 1
    assert accrue(source=fact.source) == []
    assert total() == 0


def test_work_accrued_again_after_it_was_taken_back_gets_the_next_version():
    make_rate()
    fact = make_fact()
    accrue(fact)
    accrue(source=fact.source)
    (again,) = accrue(fact)
    assert again.source_version == 2
    assert total() == Decimal("10.00")


def test_another_performer_takes_over_the_pay():
    make_rate()
    fact = make_fact()
    accrue(fact)
    other = make_employee(roles=["technician"])
    accrue(replace(fact, employee_id=other.pk))
    by_person = dict(PayrollEntry.objects.totals_by("employee").values_list("employee", "total"))
    assert by_person == {fact.employee_id: Decimal(0), other.pk: Decimal(10)}


def test_a_rate_made_later_touches_later_work_only():
    make_rate(percent=Decimal(10))
    fact = make_fact()
    accrue(fact)
    make_rate(percent=Decimal(50), valid_from=date(2026, 2, 1))
    assert accrue(fact) == []
    assert accrue(make_fact())[0].amount == 50


def test_a_retired_rate_no_longer_pays():
    make_rate(percent=Decimal(10))
    make_rate(percent=Decimal(50), valid_from=date(2026, 2, 1), is_active=False)
    assert accrue(make_fact())[0].amount == 10


def test_a_line_without_a_task_is_paid_to_the_performer_of_the_act():
    make_rate()
    fact = make_fact(task_id=None)
    accrue(fact)
    assert accrue(fact) == []
    assert total() == 10


def test_several_act_lines_are_booked_together():
    make_rate()
    one, other = make_fact(), make_fact()
    ledger.accrue({one.source: [one], other.source: [other]}, event=make_event(), on=DAY)
    assert total() == 20


def test_without_an_exchange_rate_work_in_another_currency_is_refused_and_leaves_nothing():
    make_rate()
    with pytest.raises(RateMissing, match="no exchange rate between USD and EUR for 20 November 2026"):
        accrue(make_fact(currency="USD"))
    assert not PayrollEntry.objects.exists()


def test_pay_beyond_every_amount_is_refused():
    make_rate(amount=Decimal(10**9))
    with pytest.raises(PayTooLarge):
        accrue(make_fact(quantity=Decimal(10**6)))
    assert not PayrollEntry.objects.exists()


def test_the_same_work_told_twice_is_a_mistake():
    fact = make_fact()
    with pytest.raises(ValueError, match="twice"):
        accrue(fact, fact)


def test_booked_pay_is_neither_changed_nor_deleted():
    make_rate()
    (entry,) = accrue(make_fact())
    entry.amount = Decimal(99)
    with pytest.raises(BookedRowsOnlyGrow):
        entry.save()
    with pytest.raises(BookedRowsOnlyGrow):
        PayrollEntry.objects.all().delete()


@pytest.mark.parametrize("task", ["with a task", "without"])
def test_the_database_itself_refuses_to_pay_one_version_twice(task):
    fact = make_fact() if task == "with a task" else make_fact(task_id=None)
    (entry,) = accrue(fact)
    entry.pk, entry._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()


def test_accruing_costs_the_same_statements_for_many_lines(django_assert_num_queries):
    make_rate()
    facts = [make_fact() for _line in range(12)]
    event = make_event()
    ledger.accrue({facts[0].source: facts[:1]}, event=event, on=DAY)
    with django_assert_num_queries(9):  # two of them the savepoint
        ledger.accrue({fact.source: [fact] for fact in facts[1:3]}, event=event, on=DAY)
    with django_assert_num_queries(9):
        ledger.accrue({fact.source: [fact] for fact in facts[3:]}, event=event, on=DAY)


changes = st.lists(
    st.one_of(
        st.none(),
        st.tuples(st.integers(1, 5000), st.integers(0, 10**6), st.integers(0, 1)),
    ),
    max_size=6,
)


@booking(40)
@given(changes)
def test_whatever_the_act_line_goes_through_what_stands_is_what_is_due_last(steps):
    """None takes the act line back; a step says quantity, net and which of two people."""
    with transaction.atomic():
        _walk(steps)
        transaction.set_rollback(True)


def _walk(steps):
    make_rate(amount=Decimal("3.33"), service=(service := make_service()))
    task = make_bare_task(service=service)
    people = [make_employee(roles=["technician"]).pk for _person in range(2)]
    fact = make_fact(task=task)
    event, due = make_event(), []
    for step in steps:
        due = []
        if step:
            quantity, net, who = step
            due = [
                replace(
                    fact,
                    quantity=Decimal(quantity).scaleb(-3),
                    net=Decimal(net).scaleb(-2),
                    employee_id=people[who],
                )
            ]
        ledger.accrue({fact.source: due}, event=event, on=DAY)
        assert ledger.accrue({fact.source: due}, event=event, on=DAY) == []
    standing = PayrollEntry.objects.filter(reverses__isnull=True, reversed_by__isnull=True)
    assert [(row.quantity, row.base, row.employee_id) for row in standing] == [
        (wanted.quantity, wanted.net, wanted.employee_id) for wanted in due
    ]
    assert total() == sum((row.amount for row in standing), Decimal(0))
    ledger.accrue({fact.source: []}, event=event, on=DAY)
    assert total() == 0
