"""Take over bank line: it becomes one payment, which goes where it was said; a line is taken over once."""

from datetime import date
from decimal import Decimal

import pytest

from billing.ledger.bank import LineIsDealtWith
from billing.ledger.receivables import MoreThanOpen, MoreThanPaid, NotAPayment
from billing.matching import proposals_for
from billing.models import BankTaking, Payment
from billing.standing import debt_of, free_advance
from tests.factories.bank import Came, make_import
from tests.factories.billing import make_charged_order, make_priced_order
from tests.factories.customers import make_counterparty
from workflow.money.set_aside_bank_line import set_aside_bank_line
from workflow.money.take_over_bank_line import take_over_bank_line
from workflow.moving import StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer():
    return make_counterparty(name="North Clinic")


def only_line(*came, **how):
    return make_import(*came, **how).lines.get()


def take(line, cause, customer, *parts):
    given = [(order.pk, Decimal(part)) for order, part in parts]
    return take_over_bank_line(line.pk, cause, customer_id=customer.pk, parts=given)


def test_the_money_pays_what_was_said_and_the_rest_is_the_customers_advance(by, customer):
    one, other = make_charged_order("100", customer=customer), make_charged_order("40", customer=customer)
    line, cause = only_line(Came("130", "two invoices", reference="E2E-9")), by("accountant")
    taking = take(line, cause, customer, (one, "100"), (other, "20"))
    payment = taking.payment
    assert (payment.amount, payment.currency, payment.received_on) == (130, "EUR", line.day)
    assert (payment.method, payment.reference) == ("bank", "E2E-9 · two invoices")
    assert (payment.event.verb, payment.event.actor) == ("record_payment", cause.actor)
    assert (debt_of(one), debt_of(other), free_advance(customer, "EUR")) == (0, 20, 10)


def test_money_for_an_order_that_is_not_charged_yet_is_held_for_it(by, customer):
    order = make_priced_order(customer=customer)
    line = only_line(Came("60", f"order {order.number}"))
    assert proposals_for(line.bank_import)[line.pk].parts == ((order.pk, Decimal(60)),)
    take(line, by("accountant"), customer, (order, "60"))
    assert free_advance(customer, "EUR") == 0


def test_a_line_is_taken_over_once(by, customer):
    line = only_line(Came("30"))
    take(line, by("accountant"), customer)
    with pytest.raises(LineIsDealtWith, match="already"):
        take(line, by("accountant"), customer)
    assert Payment.objects.count() == 1


def test_the_same_line_of_another_import_is_known_and_not_taken(by, customer):
    line, again = only_line(Came("30")), only_line(Came("30"))
    with pytest.raises(LineIsDealtWith, match="earlier statement"):
        take(again, by("accountant"), customer)
    take(line, by("accountant"), customer)


def test_a_line_set_aside_and_money_that_went_are_not_taken(by, customer):
    line = only_line(Came("30"))
    set_aside_bank_line(line.pk, by("accountant"), reason="a gift")
    with pytest.raises(LineIsDealtWith, match="Take it up again"):
        take(line, by("accountant"), customer)
    with pytest.raises(StepRefused, match="went out"):
        take(only_line(Came("-30")), by("accountant"), customer)
    assert not Payment.objects.exists()


def test_what_cannot_be_booked_leaves_nothing_behind(by, customer):
    order, line = make_charged_order("100", customer=customer), only_line(Came("130"))
    for parts, why in (
        ([(order, "120")], MoreThanOpen),
        ([(order, "100"), (make_charged_order("50", customer=customer), "50")], MoreThanPaid),
    ):
        with pytest.raises(why):
            take(line, by("accountant"), customer, *parts)
    with pytest.raises(NotAPayment, match="another customer"):
        take(line, by("accountant"), customer, (make_charged_order("50"), "50"))
    with pytest.raises(NotAPayment, match="future"):
        take(only_line(Came("7", day=date(2099, 1, 1))), by("accountant"), customer)
    assert not BankTaking.objects.exists()
    assert not Payment.objects.exists()


@pytest.mark.parametrize("role", ["manager", "technician", "reviewer"])
def test_only_who_records_payments_takes_lines_over(by, customer, role):
    with pytest.raises(StepRefused):
        take(only_line(Came("30")), by(role), customer)
