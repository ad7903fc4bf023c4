"""A laboratory that worked by the rules, ready to be spoiled."""

from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from common import triggers
from orders.models import Order
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.orders import cause, make_line, make_order, make_technician
from tests.factories.payroll import make_rate
from tests.factories.stock import make_count, make_stocked
from tests.verification.behind_our_back import pay
from verification.invariants import violations
from workflow.life.cancel_order import cancel_order
from workflow.life.reopen_order import reopen_order
from workflow.life.unrealize_order import unrealize_order
from workflow.money.record_payment import record_payment
from workflow.money.refund_advance import refund_advance
from workflow.money.reverse_payment import reverse_payment
from workflow.money.reverse_refund import reverse_refund
from workflow.pay.add_pay import add_pay
from workflow.pay.finalize_pay import finalize_pay
from workflow.pay.set_pay import set_pay


@pytest.fixture
def worked(settings):
    """Orders in every state, one of them taken back entirely, one paid in part, and the triggers lifted."""
    ceramic = make_stocked("100", name="Ceramic", lot="C-1")
    make_rate(percent=Decimal(30))
    make_rate(role="assistant", percent=Decimal(10), base="gross")
    crown = make_service(price=Decimal(120), norms={ceramic: Decimal("2.5")})
    for status in Status.values:
        order = make_order(
            make_line(crown, performer=make_technician(), assistant=make_technician()), status=status
        )
    taken_back = make_order(make_line(crown, performer=make_technician()), status=Status.REALIZED)
    pay(taken_back, 20)
    unrealize_order(taken_back.pk, cause(), reason="wrong")
    reopen_order(taken_back.pk, cause(), reason="wrong")
    cancel_order(taken_back.pk, cause(), reason="wrong")
    pay(Order.objects.get(status=Status.REALIZED), 50)
    _refund_and_reverse()
    paid = Order.objects.get(status=Status.REALIZED)
    finalize_pay(paid.pk, cause())
    produced = Order.objects.get(status=Status.PRODUCED)
    set_pay(
        produced.pk,
        cause(),
        task_id=produced.tasks.get().pk,
        role="assistant",
        amount=Decimal("7.77"),
        comment="hard",
    )
    add_pay(produced.pk, cause(), employee=make_technician(), amount=Decimal(5), comment="helped")
    make_count(ceramic, "60")
    assert violations() == {}
    triggers.lift(connection)
    yield order
    triggers.lay(connection)


def _refund_and_reverse():
    """A customer who got 10 of 70 back, 5 of them by mistake, and a payment that was another's."""
    customer = make_counterparty()
    kept, gone = _received(customer, 70), _received(customer, 30)
    refund = {"currency": "EUR", "refunded_on": timezone.localdate(), "method": "bank", "reason": "left over"}
    refund_advance(customer, cause(), amount=Decimal(10), payment=kept, **refund)
    mistaken = refund_advance(customer, cause(), amount=Decimal(5), payment=kept, **refund)
    reverse_refund(mistaken.pk, cause(), reason="typed twice")
    reverse_payment(gone.pk, cause(), reason="of another customer")


def _received(customer, amount):
    return record_payment(
        customer, cause(), amount=Decimal(amount), currency="EUR", received_on=timezone.localdate(), method="bank"
    )  # fmt: skip


@pytest.fixture
def unchecked():
    """CHECK constraints out of the way: SQLite ignores them, on PostgreSQL the named one is dropped."""

    def drop(table, name):
        connection.check_constraints()  # PostgreSQL alters no table with deferred checks outstanding
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA ignore_check_constraints = ON")
            else:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    yield drop
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
