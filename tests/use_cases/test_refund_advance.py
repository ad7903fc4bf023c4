"""Refund: free advance goes back to whoever paid it, with a number, a day, a way and a reason."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.ledger.receivables import NotARefund, NotEnoughAdvance
from billing.models import Refund
from billing.standing import balances, free_advance
from tests.factories.customers import make_counterparty
from tests.use_cases.evidence import refused
from verification.invariants import violations
from workflow.money.record_payment import record_payment
from workflow.money.refund_advance import refund_advance
from workflow.moving import StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid_ahead(by):
    customer = make_counterparty()
    record_payment(
        customer, by(), amount=Decimal(100), currency="EUR", received_on=timezone.localdate(), method="cash"
    )  # fmt: skip
    return customer


def refund(customer, cause, amount, **asked):
    asked = {
        "currency": "EUR", "refunded_on": timezone.localdate(), "method": "bank", "reason": "Left the practice",
        **asked,
    }  # fmt: skip
    return refund_advance(customer, cause, amount=Decimal(amount), **asked)


def test_a_refund_lowers_the_advance_and_says_why(by, paid_ahead):
    cause = by("accountant")
    made = refund(paid_ahead, cause, "40", reference="transfer 9")
    assert (made.amount, made.reference, made.method, made.number_serial) == (40, "transfer 9", "bank", 1)
    assert (made.event.verb, made.event.actor, made.event.reason) == (
        "refund_advance",
        cause.actor,
        "Left the practice",
    )
    assert (free_advance(paid_ahead, "EUR"), balances(paid_ahead)) == (60, {"EUR": Decimal(-60)})
    assert violations() == {}


def test_what_is_not_there_or_not_possible_is_refused(by, paid_ahead):
    cause, tomorrow = by("accountant"), timezone.localdate() + timedelta(days=1)
    with refused("The customer's free advance is only 100.00 EUR.", NotEnoughAdvance):
        refund(paid_ahead, cause, "100.01")
    with refused("A refund is more than 0.", NotARefund):
        refund(paid_ahead, cause, "0")
    with refused("A refund cannot have been made in the future.", NotARefund):
        refund(paid_ahead, cause, "5", refunded_on=tomorrow)
    with refused("Say why.", StepRefused):
        refund(paid_ahead, cause, "5", reason=" ")
    for role in ("manager", "technician", "reviewer"):
        with refused("Your role does not allow this.", StepRefused):
            refund(paid_ahead, by(role), "5")
    assert not Refund.objects.exists()
