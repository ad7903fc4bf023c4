"""Take back bank import: all of its payments are reversed, its lines are as if they had never come; or nothing is."""

from decimal import Decimal

import pytest
from django.utils import timezone

from billing.bank_lines import Counts, counts_of
from billing.ledger.bank import ImportIsTakenBack
from billing.models import BankTaking, Payment
from billing.standing import debt_of, free_advance
from tests.factories.bank import Came, make_import
from tests.factories.billing import make_charged_order
from tests.factories.customers import make_counterparty
from workflow.money.refund_advance import refund_advance
from workflow.money.reverse_payment import reverse_payment
from workflow.money.set_aside_bank_line import set_aside_bank_line
from workflow.money.take_back_bank_import import CannotBeTakenBack, take_back_bank_import
from workflow.money.take_over_bank_line import take_over_bank_line
from workflow.moving import StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(by):
    """An import of two lines, both taken over: one pays an order, the other is an advance."""
    customer = make_counterparty(name="North Clinic")
    order = make_charged_order("100", customer=customer)
    parked = make_import(Came("100"), Came("30"))
    paying, ahead = parked.lines.all()
    cause = by("accountant")
    take_over_bank_line(paying.pk, cause, customer_id=customer.pk, parts=[(order.pk, Decimal(100))])
    take_over_bank_line(ahead.pk, cause, customer_id=customer.pk, parts=[])
    return parked, customer, order


def counts(parked) -> Counts:
    return counts_of([parked])[parked.pk]


def test_its_payments_are_reversed_and_the_file_can_come_again(by, taken):
    parked, customer, order = taken
    back = take_back_bank_import(parked.pk, by("accountant"), reason="another bank's file")
    assert (back.event.verb, back.event.reason) == ("take_back_bank_import", "another bank's file")
    assert (debt_of(order), free_advance(customer, "EUR")) == (100, 0)
    assert not Payment.objects.standing().exists()
    assert not parked.lines.waiting().exists()
    again = make_import(Came("100"), Came("30"))
    assert counts(again) == Counts(total=2, open=2)


def test_what_was_known_through_it_waits_in_the_later_import(by, taken):
    parked, customer, _order = taken
    later = make_import(Came("100"), Came("30"), Came("7"))
    assert counts(later) == Counts(total=3, open=1, known=2)
    take_back_bank_import(parked.pk, by("accountant"), reason="x")
    assert counts(later) == Counts(total=3, open=3)
    line = later.lines.first()
    take_over_bank_line(line.pk, by("accountant"), customer_id=customer.pk, parts=[])
    assert counts(later) == Counts(total=3, open=2, taken=1)


def test_a_payment_of_which_something_was_refunded_stands_in_the_way_and_is_named(by, taken):
    parked, customer, order = taken
    day, cause = timezone.localdate(), by("accountant")
    told = {
        "amount": Decimal(10),
        "currency": "EUR",
        "refunded_on": day,
        "method": "bank",
        "reason": "asked for",
    }
    refund_advance(customer, cause, **told)
    with pytest.raises(CannotBeTakenBack, match="Line 2: "):
        take_back_bank_import(parked.pk, by("accountant"), reason="x")
    assert debt_of(order) == 0
    assert BankTaking.objects.standing().count() == 2
    assert counts(parked) == Counts(total=2, taken=2)


def test_a_payment_reversed_by_itself_lets_its_line_wait_again(by, taken):
    parked, customer, _order = taken
    first = parked.lines.first()
    reverse_payment(first.takings.get().payment_id, by("accountant"), reason="wrong customer")
    assert counts(parked) == Counts(total=2, open=1, taken=1)
    take_over_bank_line(first.pk, by("accountant"), customer_id=customer.pk, parts=[])
    assert counts(parked) == Counts(total=2, taken=2)
    assert first.takings.count() == 2


def test_nothing_is_done_with_the_lines_of_an_import_that_is_gone(by, taken):
    parked, customer, _order = taken
    take_back_bank_import(parked.pk, by("accountant"), reason="x")
    line = parked.lines.first()
    with pytest.raises(ImportIsTakenBack):
        take_over_bank_line(line.pk, by("accountant"), customer_id=customer.pk, parts=[])
    with pytest.raises(ImportIsTakenBack):
        set_aside_bank_line(line.pk, by("accountant"), reason="x")
    with pytest.raises(ImportIsTakenBack):
        take_back_bank_import(parked.pk, by("accountant"), reason="x")


def test_it_wants_a_reason_and_the_role(by, taken):
    with pytest.raises(StepRefused, match="Say why"):
        take_back_bank_import(taken[0].pk, by("accountant"), reason=" ")
    with pytest.raises(StepRefused):
        take_back_bank_import(taken[0].pk, by("manager"), reason="x")
