"""Record payment: money received for an order or as an advance; and the use of an advance."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.ledger.receivables import MoreThanOpen, NotAPayment, NotEnoughAdvance
from billing.models import Allocation, ReceivableEntry
from billing.standing import balances, debt_of, free_advance, settled_on, tied_advance_of
from orders.states import Status
from tests.factories.customers import make_counterparty
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import assert_booked, last_event, refused
from verification.invariants import violations
from workflow.life.cancel_order import cancel_order
from workflow.money.record_payment import pay_from_advance, record_payment, use_advance
from workflow.moving import StepRefused

pytestmark = [pytest.mark.each_database, pytest.mark.django_db]


def pay(customer, cause, amount="50", **asked):
    asked = {"currency": "EUR", "received_on": timezone.localdate(), "method": "bank", **asked}
    return record_payment(customer, cause, amount=Decimal(amount), **asked)


@pytest.fixture
def realized(by, lab):
    return make_order(make_line(lab.crown, performer=lab.anna), status=Status.REALIZED, by=by())


def test_money_without_an_order_is_the_customers_free_advance(by):
    customer, cause = make_counterparty(), by("accountant")
    payment = pay(customer, cause, "50", reference="bank slip 7")

    assert (payment.amount, payment.reference, payment.number_serial) == (50, "bank slip 7", 1)
    assert (payment.event.verb, payment.event.actor, payment.event.role) == (
        "record_payment",
        cause.actor,
        "accountant",
    )
    entry = ReceivableEntry.objects.get()
    assert (entry.amount, entry.event) == (-50, payment.event)
    assert not Allocation.objects.exists()
    assert free_advance(customer, "EUR") == 50
    assert violations() == {}


@pytest.mark.parametrize(("paid", "settled", "free"), [("20", 20, 0), ("120", 120, 0), ("150", 120, 30)])
def test_money_for_a_charged_order_settles_it_and_the_rest_is_free(by, realized, paid, settled, free):
    cause, version = by("accountant"), realized.version
    pay(realized.customer, cause, paid, order_id=realized.pk)
    assert (settled_on(realized), debt_of(realized)) == (settled, 120 - settled)
    assert free_advance(realized.customer, "EUR") == free
    row = assert_booked(
        realized, "record_payment", cause, role="accountant",
        changes=[{"field": "payment", "before": "", "after": f"{settled}.00 EUR", "money": True}],
    )  # fmt: skip
    realized.refresh_from_db()
    assert (row.version, realized.version) == (None, version)
    assert violations() == {}


def test_an_order_that_takes_nothing_tells_nothing(by, realized):
    pay(realized.customer, by("accountant"), "120", order_id=realized.pk)
    told = realized.events.count()
    pay(realized.customer, by("accountant"), "50", order_id=realized.pk)
    assert realized.events.count() == told
    assert free_advance(realized.customer, "EUR") == 50
    assert violations() == {}


@pytest.mark.parametrize("status", [Status.DRAFTING, Status.PRODUCTION, Status.PRODUCED])
def test_money_for_an_order_not_charged_yet_is_tied_to_it(by, status):
    order = make_order(status=status, by=by())
    pay(order.customer, by("accountant"), "5000", order_id=order.pk)
    assert (tied_advance_of(order), debt_of(order), free_advance(order.customer, "EUR")) == (5000, 0, 0)
    assert violations() == {}


WRONG = {
    "A payment is more than 0.": [{"amount": "0"}, {"amount": "-5"}],
    "Enter the amount as a number": [{"amount": "NaN"}, {"amount": "Infinity"}],
    "This amount is too large": [{"amount": "1e12"}],
    "An amount in EUR has at most 2 digits": [{"amount": "1.005"}],
    "A currency is three capital letters": [{"currency": "eur"}, {"currency": "€"}],
    "Choose how the payment was made.": [{"method": "shells"}],
}


@pytest.mark.parametrize("sentence", WRONG)
def test_what_cannot_be_a_payment_is_refused(by, sentence):
    order, cause = make_order(by=by()), by("accountant")
    for asked in WRONG[sentence]:
        with refused(sentence, NotAPayment):
            pay(order.customer, cause, order_id=order.pk, **asked)


def test_money_of_tomorrow_of_another_customer_or_currency_is_refused(by):
    order, cause, stranger = make_order(by=by()), by("accountant"), make_counterparty()
    with refused("A payment cannot have been received in the future.", NotAPayment):
        pay(order.customer, cause, received_on=timezone.localdate() + timedelta(days=1))
    with refused(f"Order {order.number} is of another customer.", NotAPayment):
        pay(stranger, cause, order_id=order.pk)
    with refused(f"Order {order.number} is in EUR.", NotAPayment):
        pay(order.customer, cause, order_id=order.pk, currency="USD")


def test_a_cancelled_order_takes_no_money(by):
    order, cause = make_order(status=Status.CANCELLED, by=by()), by("accountant")
    with refused(f"Order {order.number} is cancelled.", NotAPayment):
        pay(order.customer, cause, order_id=order.pk)
    pay(order.customer, by())
    with refused(f"Order {order.number} is cancelled.", NotAPayment):
        use_advance(order.pk, cause, amount=Decimal(1))


@pytest.mark.parametrize("role", ["manager", "technician", "reviewer"])
def test_only_accountants_book_money(by, role):
    order, cause = make_order(by=by()), by(role)
    pay(order.customer, by())
    with refused("Your role does not allow this.", StepRefused):
        pay(order.customer, cause, order_id=order.pk)
    with refused("Your role does not allow this.", StepRefused):
        use_advance(order.pk, cause, amount=Decimal(1))


def test_an_advance_pays_for_an_order_the_oldest_payment_first(by, realized):
    today = timezone.localdate()
    younger = pay(realized.customer, by(), "70", received_on=today)
    older = pay(realized.customer, by(), "60", received_on=today - timedelta(days=3))
    cause = by("accountant")
    use_advance(realized.pk, cause, amount=Decimal(100))

    given = {a.payment: a.amount for a in Allocation.objects.all()}
    assert given == {older: 60, younger: 40}
    assert (debt_of(realized), free_advance(realized.customer, "EUR")) == (20, 30)
    assert balances(realized.customer) == {"EUR": Decimal(-10)}
    assert_booked(
        realized, "use_advance", cause, role="accountant",
        changes=[{"field": "payment", "before": "", "after": "100.00 EUR", "money": True}],
    )  # fmt: skip
    assert violations() == {}


def test_an_advance_used_before_the_charge_is_tied_and_freed_by_cancelling(by):
    order = make_order(by=by())
    pay(order.customer, by(), "60")
    use_advance(order.pk, by(), amount=Decimal(60))
    assert tied_advance_of(order) == 60
    cancel_order(order.pk, by(), reason="no")
    assert (tied_advance_of(order), free_advance(order.customer, "EUR")) == (0, 60)
    assert last_event(order).verb == "cancel"
    assert violations() == {}


def test_neither_more_than_is_free_nor_more_than_is_open_is_used(by, realized):
    pay(realized.customer, by(), "130")
    cause = by("accountant")
    with refused("The customer's free advance is only", NotEnoughAdvance):
        use_advance(realized.pk, cause, amount=Decimal(131))
    with refused("Only", MoreThanOpen):
        use_advance(realized.pk, cause, amount=Decimal("120.01"))
    with refused("A payment is more than 0.", NotAPayment):
        use_advance(realized.pk, cause, amount=Decimal(0))


def test_one_payment_over_many_orders_is_told_by_each_of_them(by, lab, realized):
    line = make_line(lab.crown, performer=lab.anna)
    another = make_order(line, status=Status.REALIZED, by=by(), customer=realized.customer)
    cause = by("accountant")
    payment = pay(realized.customer, cause, "200", parts=[(another, Decimal(50)), (realized, Decimal(120))])

    assert {a.order: a.amount for a in payment.allocations.all()} == {realized: 120, another: 50}
    assert free_advance(realized.customer, "EUR") == 30
    for order, amount in ((realized, "120.00"), (another, "50.00")):
        row = assert_booked(
            order, "record_payment", cause, role="accountant",
            changes=[{"field": "payment", "before": "", "after": f"{amount} EUR", "money": True}],
        )  # fmt: skip
        assert row.event == payment.event
    assert violations() == {}


def test_the_advance_pays_for_many_orders(by, lab, realized):
    line = make_line(lab.crown, performer=lab.anna)
    another = make_order(line, status=Status.REALIZED, by=by(), customer=realized.customer)
    pay(realized.customer, by(), "200")
    cause, parts = by("accountant"), [(another, Decimal(80)), (realized, Decimal(120))]
    pay_from_advance(realized.customer, cause, currency="EUR", parts=parts)
    assert (debt_of(another), debt_of(realized), free_advance(realized.customer, "EUR")) == (40, 0, 0)
    assert last_event(another).event == last_event(realized).event
    assert violations() == {}
    with refused("Your role does not allow this.", StepRefused):
        pay_from_advance(realized.customer, by("manager"), currency="EUR", parts=parts)
