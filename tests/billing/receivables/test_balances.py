"""Balances and states are asked of the books."""

from decimal import Decimal

import pytest
from django.db import Error, IntegrityError, transaction

from billing.models import Allocation, Payment, ReceivableEntry
from billing.standing import (
    PaymentState,
    balances,
    payment_state,
    payment_states,
)
from common.refusals import Refused
from lab.models import LabSettings
from tests.billing.receivables.booking import ZERO, make_produced_order, reverse_charge
from tests.factories.billing import (
    charge_order,
    make_charged_order,
    make_payment,
    make_priced_order,
)
from tests.factories.customers import make_counterparty

pytestmark = pytest.mark.django_db


def _execute(statement):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_payments_are_numbered_by_the_mask_of_the_settings():
    settings = LabSettings.load()
    settings.payment_mask = "PAY-{n}"
    settings.save()
    customer = make_counterparty()
    assert [make_payment(customer).number for _ in range(3)] == ["PAY-1", "PAY-2", "PAY-3"]


def test_balances_of_a_customer_stand_apart_by_currency():
    customer = make_counterparty()
    make_charged_order("10.00", customer=customer)
    make_charged_order("20.00", customer=customer, currency="USD")
    make_payment(customer, "25.00", currency="USD")
    assert balances(customer) == {"EUR": Decimal(10), "USD": Decimal(-5)}


def test_an_order_that_costs_nothing_is_paid():
    assert payment_state(make_charged_order("0.00")) == PaymentState.PAID


def test_an_order_is_paid_once_it_is_charged_and_not_before():
    order = make_produced_order("50.00")
    make_payment(order.customer, "50.00", order=order)
    assert payment_state(order) == PaymentState.IN_ADVANCE
    charge_order(order)
    assert payment_state(order) == PaymentState.PAID
    reverse_charge(order)
    assert payment_state(order) == PaymentState.IN_ADVANCE


def test_payment_states_of_a_page_take_two_queries(django_assert_num_queries):
    orders = [make_charged_order("10.00") for _ in range(3)] + [make_priced_order() for _ in range(3)]
    make_payment(orders[1].customer, "4.00", order=orders[1])
    make_payment(orders[2].customer, "10.00", order=orders[2])
    make_payment(orders[4].customer, "1.00", order=orders[4])
    with django_assert_num_queries(2):
        states = payment_states(orders)
    assert [str(states[order.pk]) for order in orders] == [
        "unpaid",
        "part_paid",
        "paid",
        "unpaid",
        "in_advance",
        "unpaid",
    ]


@pytest.mark.parametrize("model", [ReceivableEntry, Payment, Allocation])
def test_what_is_booked_is_neither_changed_nor_deleted(model):
    order = make_charged_order()
    make_payment(order.customer, "10.00", order=order)
    row = model.objects.first()
    for change in (
        row.save,
        row.delete,
        lambda: model.objects.update(amount=ZERO),
        model.objects.all().delete,
    ):
        with pytest.raises(Refused, match="never changed or deleted"):
            change()
    for statement in (f"UPDATE {model._meta.db_table} SET amount = 1", f"DELETE FROM {model._meta.db_table}"):
        with pytest.raises((IntegrityError, Error), match="is booked"), transaction.atomic():
            _execute(statement)


def test_no_balance_is_stored_anywhere():
    """Invariant 14: debts and balances are sums; a column that keeps one could be edited."""
    from django.apps import apps

    columns = {
        field.name
        for app in ("billing", "customers", "orders")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
    }
    assert not columns & {"balance", "debt", "paid", "open", "advance", "payment_state", "is_paid"}
