"""Reverse payment: charges are open again, tied advances gone, the orders tell it, and it is said who and why."""

from decimal import Decimal

import pytest
from django.utils import timezone

from billing.ledger.receivables import IsRefunded, ReversedAlready
from billing.models import Payment
from billing.standing import balances, debt_of, free_advance, orders_of, reversals_of, tied_advance_of
from orders.states import Status
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import assert_booked, last_event, refused
from verification.invariants import violations
from workflow.life.unrealize_order import unrealize_order
from workflow.money import reverse_payment as module
from workflow.money.record_payment import record_payment, use_advance
from workflow.money.refund_advance import refund_advance
from workflow.money.reverse_payment import UsedMeanwhile, reverse_payment
from workflow.moving import StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def realized(by, lab):
    return make_order(make_line(lab.crown, performer=lab.anna), status=Status.REALIZED, by=by())


def pay(customer, cause, amount, **asked):
    asked = {"currency": "EUR", "received_on": timezone.localdate(), "method": "bank", **asked}
    return record_payment(customer, cause, amount=Decimal(amount), **asked)


def test_its_orders_are_open_again_and_tell_it(by, lab, realized):
    waiting = make_order(by=by(), customer=realized.customer)
    parts = [(realized, Decimal(120)), (waiting, Decimal(30))]
    payment = pay(realized.customer, by(), "170", parts=parts)
    cause = by("accountant")
    reverse_payment(payment.pk, cause, reason="Returned by the bank")

    assert (debt_of(realized), tied_advance_of(waiting)) == (120, 0)
    assert (free_advance(realized.customer, "EUR"), balances(realized.customer)) == (0, {"EUR": Decimal(120)})
    for order, amount in ((realized, "-120.00"), (waiting, "-30.00")):
        assert_booked(
            order, "reverse_payment", cause, role="accountant", reason="Returned by the bank",
            changes=[{"field": "payment", "before": "", "after": f"{amount} EUR", "money": True}],
        )  # fmt: skip
    (told,) = reversals_of(payments=[payment])
    assert (told.event.actor, told.event.reason) == (cause.actor, "Returned by the bank")
    assert violations() == {}
    with refused(f"{payment.number} is reversed already.", ReversedAlready):
        reverse_payment(payment.pk, cause, reason="again")


def test_an_order_tells_what_it_had_of_the_payment_and_not_what_was_paid(by, realized):
    payment = pay(realized.customer, by(), "150", order_id=realized.pk)
    reverse_payment(payment.pk, by("accountant"), reason="Returned by the bank")
    told = realized.events.filter(verb__endswith="payment").order_by("pk")
    assert [row.changes[0]["after"] for row in told] == ["120.00 EUR", "-120.00 EUR"]


def test_an_order_that_was_unrealized_meanwhile_loses_its_advance(by, realized):
    payment = pay(realized.customer, by(), "120", order_id=realized.pk)
    unrealize_order(realized.pk, by(), reason="wrong")
    assert tied_advance_of(realized) == 120
    reverse_payment(payment.pk, by("accountant"), reason="wrong too")
    assert (tied_advance_of(realized), orders_of(payment)) == (0, [])
    assert violations() == {}


def test_without_a_reason_or_the_role_nothing_is_reversed(by, realized):
    payment = pay(realized.customer, by(), "50")
    with refused("Say why.", StepRefused):
        reverse_payment(payment.pk, by("accountant"), reason="  ")
    for role in ("manager", "technician", "reviewer"):
        with refused("Your role does not allow this.", StepRefused):
            reverse_payment(payment.pk, by(role), reason="wrong")


def test_what_was_refunded_is_not_reversed(by, realized):
    payment = pay(realized.customer, by(), "50")
    refund_advance(
        realized.customer, by(), amount=Decimal(20), currency="EUR", refunded_on=timezone.localdate(),
        method="bank", reason="asked for it",
    )  # fmt: skip
    with refused(f"20.00 EUR of payment {payment.number} was refunded", IsRefunded):
        reverse_payment(payment.pk, by("accountant"), reason="wrong")


def test_what_somebody_gives_out_between_looking_and_locking_is_not_lost(by, realized, monkeypatch):
    payment = pay(realized.customer, by(), "50")
    look = orders_of

    def and_then_used(found: Payment):
        parts = look(found)
        use_advance(realized.pk, by(), amount=Decimal(50))
        return parts

    monkeypatch.setattr(module, "orders_of", and_then_used)
    with pytest.raises(UsedMeanwhile, match="Somebody used payment"):
        reverse_payment(payment.pk, by("accountant"), reason="wrong")
    assert last_event(realized).verb != "reverse_payment"
