"""Mark all as paid: one payment of exactly what is open, and only of what the person saw."""

from decimal import Decimal

import pytest
from django.utils import timezone

from billing.standing import balances, debt_of, free_advance, open_charges
from orders.states import Status
from tests.factories.billing import make_charged_order
from tests.factories.customers import make_counterparty
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import assert_booked, refused
from verification.invariants import violations
from workflow.money.mark_all_paid import AnotherSumIsOpen, NothingIsOpen, mark_all_paid
from workflow.money.record_payment import record_payment
from workflow.moving import StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed(by, lab):
    """Two orders of 120.00 of one customer, of which 50.00 is paid."""
    customer = make_counterparty()
    line = make_line(lab.crown, performer=lab.anna)
    orders = [make_order(line, status=Status.REALIZED, by=by(), customer=customer) for _ in range(2)]
    record_payment(
        customer, by(), amount=Decimal(50), currency="EUR", received_on=timezone.localdate(), method="bank",
        order_id=orders[0].pk,
    )  # fmt: skip
    return orders


def mark(customer, cause, seen, **asked):
    asked = {"received_on": timezone.localdate(), "method": "bank", **asked}
    (payment,) = mark_all_paid(customer, cause, seen={"EUR": Decimal(seen)}, **asked)
    return payment


def test_one_payment_settles_everything_that_is_open(by, owed):
    customer, cause = owed[0].customer, by("accountant")
    payment = mark(customer, cause, "190", reference="by hand")
    assert (payment.amount, payment.reference) == (190, "by hand")
    assert {a.order: a.amount for a in payment.allocations.all()} == {owed[0]: 70, owed[1]: 120}
    assert [debt_of(order) for order in owed] == [0, 0]
    assert (open_charges(customer, "EUR"), balances(customer)) == ([], {"EUR": Decimal(0)})
    for order, amount in zip(owed, ("70.00", "120.00"), strict=True):
        assert_booked(
            order, "record_payment", cause, role="accountant",
            changes=[{"field": "payment", "before": "", "after": f"{amount} EUR", "money": True}],
        )  # fmt: skip
    assert violations() == {}


def test_each_currency_is_one_payment(by, owed):
    customer, day = owed[0].customer, timezone.localdate()
    foreign = make_charged_order("10.00", customer=customer, currency="USD")
    sums = {"EUR": Decimal(190), "USD": Decimal(10)}
    payments = mark_all_paid(customer, by(), seen=sums, received_on=day, method="bank")
    assert [(payment.currency, payment.amount) for payment in payments] == list(sums.items())
    assert [debt_of(order) for order in (*owed, foreign)] == [0, 0, 0]


def test_the_advance_of_the_customer_stays(by, owed):
    customer = owed[0].customer
    record_payment(
        customer, by(), amount=Decimal(30), currency="EUR", received_on=timezone.localdate(), method="bank"
    )  # fmt: skip
    mark(customer, by(), "190")
    assert free_advance(customer, "EUR") == 30


def test_what_nobody_saw_is_not_marked(by, owed):
    customer, nobody, cause = owed[0].customer, make_counterparty(), by("accountant")
    with refused("You saw 240.00 EUR open, now it is 190.00 EUR.", AnotherSumIsOpen):
        mark(customer, cause, "240")
    with refused("Nothing is open of", NothingIsOpen):
        mark(nobody, cause, "0")
    manager = by("manager")
    with refused("Your role does not allow this.", StepRefused):
        mark(customer, manager, "190")
