"""Rows are locked in the sequence of the house, whatever the use case and however its input is sorted.

Two people who both follow one sequence wait for each other and never end in a deadlock, so no race is needed to see it.
"""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from billing.models import ClosingDocument, Payment
from common.models import Counter
from customers.models import Counterparty
from lab.once import new_token
from orders.models import Order
from orders.states import Status
from tests.factories.bank import Came, make_import
from tests.factories.batches import make_batch
from tests.factories.billing import make_charged_order, make_payment
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of
from tests.factories.orders import make_line, make_order
from tests.locks import locks_recorded
from tests.races.floor import MOVES, Floor
from workflow.drawing_up.change_customer import change_customer
from workflow.life.realize_many import realize_many
from workflow.money.mark_sent import mark_sent
from workflow.money.record_payment import pay_from_advance
from workflow.money.reverse_payment import reverse_payment
from workflow.money.take_back_bank_import import take_back_bank_import
from workflow.money.take_over_bank_line import take_over_bank_line
from workflow.together.carry_on import carry_on

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


@pytest.fixture
def floor():
    return Floor()


@pytest.fixture
def customers():
    return [make_counterparty() for _ in range(3)]


def tables(locks) -> list[str]:
    """Those of which rows were locked, each once."""
    return list(dict.fromkeys(table for table, _pk in locks.seen))


@pytest.mark.parametrize("move", MOVES)
def test_every_step(floor, move):
    order, take = floor.order_before(move), MOVES[move][1]
    with locks_recorded() as locks:
        take(order.pk, floor.cause(order))
    assert locks.wrong == []
    assert "orders_order" in tables(locks)


def produced(floor, customers) -> list[Order]:
    line = make_line(floor.service, performer=floor.performer)
    return [
        make_order(line, status=Status.PRODUCED, customer=customer, by=floor.cause())
        for customer in (*reversed(customers), *customers)
    ]


def test_many_are_realized(floor, customers):
    asked = {order.pk: order.version for order in reversed(produced(floor, customers))}
    with locks_recorded() as locks:
        realize_many(asked, floor.cause())
    assert locks.wrong == []
    assert tables(locks) == ["orders_order", "customers_counterparty", "common_counter"]
    assert ClosingDocument.objects.count() == 3


def test_all_orders_have_moved_before_the_first_number_is_drawn(floor, customers):
    asked = {order.pk: order.version for order in produced(floor, customers)}
    with CaptureQueriesContext(connection) as asked_of_it:
        realize_many(asked, floor.cause())
    sent = [query["sql"] for query in asked_of_it.captured_queries]
    moved = [place for place, sql in enumerate(sent) if sql.startswith('UPDATE "orders_order"')]
    drawn = [place for place, sql in enumerate(sent) if Counter._meta.db_table in sql and "UPDATE" in sql]
    assert max(moved) < min(drawn)


def test_all_of_two_currencies_is_marked_as_paid(floor, customers):
    customer = customers[0]
    first = make_charged_order("10.00", customer=customer, currency="USD")
    make_charged_order("20.00", customer=customer)
    make_charged_order("30.00", customer=customer, currency="USD")
    form = {
        "received_on": timezone.localdate().isoformat(), "method": "bank", "form_token": new_token(),
        "seen_EUR": "20.00", "seen_USD": "40.00",
    }  # fmt: skip
    url = reverse("workflow:customer_all_paid", args=[customer.pk])
    browser = client_of(floor.chief)
    with locks_recorded() as locks:
        assert browser.post(url, form).status_code == 302
    assert locks.wrong == []
    assert ("orders_order", first.pk) in locks.seen
    assert Payment.objects.count() == 2


def test_an_import_is_taken_back(floor, customers):
    orders = [make_charged_order("10.00", customer=customer) for customer in reversed(customers)]
    parked = make_import(*(Came("10.00", f"line {n}") for n in range(3)))
    for line, order in zip(parked.lines.order_by("position"), orders, strict=True):
        take_over_bank_line(
            line.pk, floor.cause(), customer_id=order.customer_id, parts=[(order.pk, Decimal(10))]
        )
    with locks_recorded() as locks:
        take_back_bank_import(parked.pk, floor.cause(), reason="another file")
    assert locks.wrong == []
    assert tables(locks) == ["billing_bankline", "orders_order", "customers_counterparty"]


def test_a_line_is_taken_over_for_many_orders(floor, customers):
    orders = [make_charged_order("10.00", customer=customers[0]) for _ in range(3)]
    line = make_import(Came("30.00")).lines.get()
    parts = [(order.pk, Decimal(10)) for order in reversed(orders)]
    with locks_recorded() as locks:
        take_over_bank_line(line.pk, floor.cause(), customer_id=customers[0].pk, parts=parts)
    assert locks.wrong == []
    with locks_recorded() as locks:
        reverse_payment(Payment.objects.get().pk, floor.cause(), reason="wrong")
    assert locks.wrong == []


def test_an_advance_pays_many_orders(floor, customers):
    make_payment(customers[0], "30.00")
    orders = [make_charged_order("10.00", customer=customers[0]) for _ in range(3)]
    parts = [(order, Decimal(10)) for order in reversed(orders)]
    with locks_recorded() as locks:
        pay_from_advance(customers[0], floor.cause(), currency="EUR", parts=parts)
    assert locks.wrong == []


def test_documents_of_many_customers_are_marked_as_sent(floor, customers):
    for customer in reversed(customers):
        make_charged_order("10.00", customer=customer)
    documents = list(ClosingDocument.objects.order_by("pk"))
    with locks_recorded() as locks:
        mark_sent(documents, floor.cause(), how="mail", sent_on=timezone.localdate())
    assert locks.wrong == []


def test_an_order_goes_to_a_customer_of_before(floor, customers):
    order = make_order(make_line(floor.service), customer=customers[2])
    with locks_recorded() as locks:
        change_customer(order.pk, floor.cause(order), customer=customers[0])
    assert locks.wrong == []
    assert tables(locks) == ["orders_order", "customers_counterparty"]


def test_orders_are_done_together(floor):
    """Each in a transaction of its own: whatever their sequence, nothing is held from the one before."""
    orders = [floor.order(Status.REVIEW) for _ in range(3)]
    batch = make_batch(reversed(orders), floor.cause(), "produce", override_shortage=False)
    with locks_recorded() as locks:
        carry_on(batch.pk)
    assert locks.wrong == []
    assert {pk for table, pk in locks.seen if table == "orders_order"} == {order.pk for order in orders}
    assert not batch.rows.exclude(state="done").exists()


def test_the_recorder_sees_what_comes_too_late(floor, customers):
    order = floor.order(Status.DRAFTING)
    with locks_recorded() as locks:
        Counterparty.objects.locked(customers[1].pk)
        Counterparty.objects.locked(customers[0].pk)
        Order.objects.locked(order.pk)
    assert len(locks.wrong) == 2
