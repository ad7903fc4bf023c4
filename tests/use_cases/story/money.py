"""Customers pay, and what they paid ahead is used."""

from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
)

from billing.models import Payment
from tests.use_cases.story.laboratory import Laboratory, money, which
from workflow.money.record_payment import record_payment, use_advance


class Money(Laboratory):
    """What people do here."""

    @rule(n=which, amount=money, tied=st.booleans())
    def pay(self, n, amount, tied):
        order = self.pick(n)
        done = self.attempt(
            record_payment, order.customer, amount=amount, currency="EUR", received_on=date(2026, 3, 30),
            method="cash", order_id=order.pk if tied else None,
        )  # fmt: skip
        if done:
            self.paid[order.customer] += amount

    @precondition(lambda self: Payment.objects.exists())
    @rule(n=which, amount=money)
    def use_what_was_paid(self, n, amount):
        self.attempt(use_advance, self.pick(n).pk, amount=amount)
