"""The books are verified as they stood at one moment: what people do meanwhile is not taken for a fault."""

from contextlib import nullcontext
from decimal import Decimal
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from orders.states import Status
from tests.factories.orders import bring_to, cause, make_order
from tests.races import at_once, failures
from verification import invariants, payments
from verification.invariants import violations
from workflow.money.record_payment import record_payment

pytestmark = pytest.mark.django_db(transaction=True)


def pay(customer):
    record_payment(
        customer, cause(), amount=Decimal(10), currency="EUR", received_on=timezone.localdate(), method="cash"
    )


@pytest.fixture
def somebody_pays_between_two_reads(monkeypatch):
    """Each time the money is summed, a payment is booked elsewhere before the next query."""
    customer, sums = make_order().customer, payments.sums
    troubles = []

    def work():
        try:
            pay(customer)
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    def interrupted(*args, **kwargs):
        found = sums(*args, **kwargs)
        person = Thread(target=work)
        person.start()
        person.join(timeout=60)
        return found

    monkeypatch.setattr(payments, "sums", interrupted)
    yield
    assert troubles == []


@pytest.fixture
def without_a_snapshot(monkeypatch):
    monkeypatch.setattr(invariants, "one_snapshot", nullcontext)


@pytest.mark.postgres
@pytest.mark.usefixtures("somebody_pays_between_two_reads")
def test_a_payment_between_two_reads_is_not_seen():
    assert violations() == {}


@pytest.mark.postgres
@pytest.mark.usefixtures("somebody_pays_between_two_reads", "without_a_snapshot")
def test_read_query_by_query_the_payment_looks_like_a_fault():
    """The control of the test above."""
    assert {14, 22} & violations().keys()


def test_a_payment_between_two_reads_of_a_sqlite_file_is_not_seen(
    somebody_pays_between_two_reads, sqlite_file
):
    assert sqlite_file(violations) == {}


def test_read_query_by_query_the_payment_looks_like_a_fault_in_a_sqlite_file(
    somebody_pays_between_two_reads, without_a_snapshot, sqlite_file
):
    """The control of the test above."""
    assert {14, 22} & sqlite_file(violations).keys()


@pytest.mark.postgres
def test_seven_people_work_while_one_verifies():
    def act(number):
        if number == 0:
            return [violations() for _run in range(4)]
        for _order in range(2):
            order = make_order()
            pay(order.customer)
            bring_to(order, Status.REALIZED)
        return []

    outcomes = at_once(act)
    assert failures(outcomes) == []
    assert outcomes[0] == [{}] * 4


def test_a_snapshot_is_read_only(sqlite_file):
    def write():
        with invariants.one_snapshot():
            make_order()

    with pytest.raises(Exception, match="readonly"):
        sqlite_file(write)
    sqlite_file(make_order)  # and afterwards it is not


@pytest.mark.postgres
def test_a_snapshot_is_read_only_on_postgresql():
    with pytest.raises(Exception, match="read-only"), invariants.one_snapshot():
        make_order()
    make_order()
