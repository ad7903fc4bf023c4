"""Reverse refund: what it gave back is free advance again."""

from decimal import Decimal

import pytest
from django.utils import timezone

from billing.ledger.receivables import ReversedAlready
from billing.standing import balances, free_advance, reversals_of
from tests.use_cases.evidence import refused
from tests.use_cases.test_refund_advance import paid_ahead, refund  # noqa: F401
from verification.invariants import violations
from workflow.money.reverse_refund import reverse_refund
from workflow.moving import StepRefused

pytestmark = pytest.mark.django_db


def test_a_reversed_refund_is_advance_again(by, paid_ahead):  # noqa: F811
    made, cause = refund(paid_ahead, by(), "40"), by("accountant")
    reverse_refund(made.pk, cause, reason="It was never sent")
    assert (free_advance(paid_ahead, "EUR"), balances(paid_ahead)) == (100, {"EUR": Decimal(-100)})
    (told,) = reversals_of(refunds=[made])
    assert (told.event.verb, told.event.actor, told.event.reason, told.day) == (
        "reverse_refund",
        cause.actor,
        "It was never sent",
        timezone.localdate(cause.at),
    )
    assert violations() == {}
    with refused(f"{made.number} is reversed already.", ReversedAlready):
        reverse_refund(made.pk, cause, reason="again")


def test_without_a_reason_or_the_role_nothing_is_reversed(by, paid_ahead):  # noqa: F811
    made = refund(paid_ahead, by(), "40")
    with refused("Say why.", StepRefused):
        reverse_refund(made.pk, by("accountant"), reason="")
    with refused("Your role does not allow this.", StepRefused):
        reverse_refund(made.pk, by("manager"), reason="wrong")
