"""Payments, and what of them is an advance."""

from decimal import Decimal

import pytest

from billing.ledger import acts, receivables
from billing.models import Act, Allocation
from billing.paid_shown import parts_on
from billing.standing import (
    PaymentState,
    balances,
    debt_of,
    free_advance,
    free_part_by_payment,
    paid_on,
    payment_state,
    settled_on,
    tied_advance_of,
)
from tests.billing.receivables.booking import ZERO, make_produced_order, reverse_charge, use_advance
from tests.factories.billing import (
    charge_order,
    make_charged_order,
    make_event,
    make_payment,
    make_posted_act,
    make_priced_order,
    today,
)
from tests.factories.customers import make_counterparty

pytestmark = pytest.mark.django_db


def test_part_payments_settle_a_debt_step_by_step():
    order = make_charged_order("100.00")
    make_payment(order.customer, "40.00", order=order)
    assert (debt_of(order), payment_state(order)) == (Decimal(60), PaymentState.PART_PAID)
    make_payment(order.customer, "60.00", order=order)
    assert (debt_of(order), payment_state(order)) == (ZERO, PaymentState.PAID)


def test_an_overpayment_stays_the_free_advance_of_the_customer():
    order = make_charged_order("100.00")
    make_payment(order.customer, "150.00", order=order)
    assert (debt_of(order), paid_on(order), payment_state(order)) == (ZERO, Decimal(100), PaymentState.PAID)
    assert free_advance(order.customer, "EUR") == Decimal(50)
    assert balances(order.customer) == {"EUR": Decimal(-50)}


def test_a_payment_for_a_paid_order_is_all_advance():
    order = make_charged_order("100.00")
    make_payment(order.customer, "100.00", order=order)
    second = make_payment(order.customer, "30.00", order=order)
    assert not second.allocations.exists()
    assert free_advance(order.customer, "EUR") == Decimal(30)


def test_money_before_the_charge_is_an_advance_tied_to_the_order():
    order = make_priced_order()
    make_payment(order.customer, "30.00", order=order)
    assert (tied_advance_of(order), settled_on(order), debt_of(order)) == (Decimal(30), ZERO, ZERO)
    assert free_advance(order.customer, "EUR") == ZERO
    assert payment_state(order) == PaymentState.IN_ADVANCE


def test_the_charge_turns_tied_advances_into_settlements():
    order = make_produced_order("100.00")
    make_payment(order.customer, "30.00", order=order)
    make_payment(order.customer, "20.00", order=order)
    charge_order(order)
    assert (settled_on(order), tied_advance_of(order), debt_of(order)) == (Decimal(50), ZERO, Decimal(50))
    assert payment_state(order) == PaymentState.PART_PAID


def test_what_the_charge_does_not_need_of_an_advance_goes_free_and_pays_for_another_order():
    order = make_produced_order("100.00")
    make_payment(order.customer, "80.00", order=order)
    make_payment(order.customer, "70.00", order=order)
    assert payment_state(order) == PaymentState.OVERPAID
    charge_order(order)
    assert (settled_on(order), tied_advance_of(order), debt_of(order)) == (Decimal(100), ZERO, ZERO)
    assert (free_advance(order.customer, "EUR"), payment_state(order)) == (Decimal(50), PaymentState.PAID)
    another = make_charged_order("50.00", customer=order.customer)
    use_advance(another, "50.00")
    assert (debt_of(another), free_advance(order.customer, "EUR")) == (ZERO, ZERO)


def test_of_two_advances_the_second_goes_free_where_the_first_is_enough():
    order = make_produced_order("100.00")
    first = make_payment(order.customer, "100.00", order=order)
    second = make_payment(order.customer, "30.00", order=order)
    charge_order(order)
    assert [(part.payment, part.settled, part.tied) for part in parts_on(order)] == [
        (first, Decimal(100), ZERO)
    ]
    assert free_part_by_payment([first, second]) == {first.pk: ZERO, second.pk: Decimal(30)}


def test_what_a_fallen_price_does_not_need_any_more_goes_free():
    order = make_charged_order("200.00")
    make_payment(order.customer, "200.00", order=order)
    reverse_charge(order)
    acts.reverse(Act.objects.standing().get(order=order), event=make_event(), on=today())
    make_posted_act(order, {order.lines.get(): "0.6"})
    assert order.final_price == Decimal(120)
    charge_order(order)
    assert (settled_on(order), tied_advance_of(order)) == (Decimal(120), ZERO)
    assert free_advance(order.customer, "EUR") == Decimal(80)


def test_reversing_the_charge_leaves_the_money_tied_to_the_order():
    order = make_charged_order("100.00")
    make_payment(order.customer, "60.00", order=order)
    reverse_charge(order)
    assert (settled_on(order), tied_advance_of(order)) == (ZERO, Decimal(60))
    charge_order(order)
    assert (settled_on(order), debt_of(order)) == (Decimal(60), Decimal(40))


def test_all_the_way_back_leaves_only_the_customers_own_money():
    order = make_charged_order("100.00")
    make_payment(order.customer, "120.00", order=order)
    reverse_charge(order)
    freed = receivables.free_advances(order, event=make_event("cancel"), on=today())
    assert freed == Decimal(100)
    assert (paid_on(order), debt_of(order)) == (ZERO, ZERO)
    assert free_advance(order.customer, "EUR") == Decimal(120)
    assert balances(order.customer) == {"EUR": Decimal(-120)}


def test_freeing_where_nothing_is_tied_does_nothing():
    order = make_priced_order()
    assert receivables.free_advances(order, event=make_event(), on=today()) == ZERO
    assert not Allocation.objects.exists()


def test_money_of_a_former_customer_does_not_pay_for_the_present_one():
    order = make_produced_order("100.00")
    former = order.customer
    make_payment(former, "40.00", order=order)
    order.customer = make_counterparty()
    order.save(update_fields=["customer"])
    charge_order(order)
    assert (debt_of(order), paid_on(order)) == (Decimal(100), ZERO)
    assert free_advance(former, "EUR") == Decimal(40)
