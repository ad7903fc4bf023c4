"""Customers pay, over many orders at once; what they paid ahead is used or given back; mistakes are reversed."""

from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
)

from billing.models import Payment, Refund
from billing.standing import open_charges
from tests.use_cases.story.laboratory import Laboratory, money, which
from workflow.money.mark_all_paid import mark_all_paid
from workflow.money.record_payment import pay_from_advance, record_payment, use_advance
from workflow.money.refund_advance import refund_advance
from workflow.money.reverse_payment import reverse_payment
from workflow.money.reverse_refund import reverse_refund

RECEIVED = {"currency": "EUR", "received_on": date(2026, 3, 30), "method": "cash"}


class Money(Laboratory):
    """What people do here."""

    @rule(n=which, amount=money, tied=st.booleans())
    def pay(self, n, amount, tied):
        order = self.pick(n)
        done = self.attempt(
            record_payment, order.customer, amount=amount, order_id=order.pk if tied else None, **RECEIVED
        )
        if done:
            self.paid[order.customer] += amount

    @rule(n=which, amount=money, shares=st.lists(st.integers(0, 120), min_size=1, max_size=4))
    def pay_over_many(self, n, amount, shares):
        """Each order gets its percent of the amount, all orders of the customer or, where these are few, any."""
        customer = self.pick(n).customer
        parts = self._parts(n, amount, shares)
        if self.attempt(record_payment, customer, amount=amount, parts=parts, **RECEIVED):
            self.paid[customer] += amount

    @precondition(lambda self: Payment.objects.exists())
    @rule(n=which, amount=money)
    def use_what_was_paid(self, n, amount):
        self.attempt(use_advance, self.pick(n).pk, amount=amount)

    @precondition(lambda self: Payment.objects.exists())
    @rule(n=which, amount=money, shares=st.lists(st.integers(0, 120), min_size=1, max_size=4))
    def use_over_many(self, n, amount, shares):
        parts = self._parts(n, amount, shares)
        self.attempt(pay_from_advance, self.pick(n).customer, currency="EUR", parts=parts)

    @precondition(lambda self: Payment.objects.exists())
    @rule(n=which, amount=money, of_one=st.booleans())
    def give_back(self, n, amount, of_one):
        customer = self.customers[n % 2]
        payment = Payment.objects.filter(customer=customer).order_by("pk").last() if of_one else None
        done = self.attempt(
            refund_advance, customer, amount=amount, currency="EUR", refunded_on=date(2026, 3, 31),
            method="bank", reason="asked for", payment=payment,
        )  # fmt: skip
        if done:
            self.paid[customer] -= amount

    @precondition(lambda self: Payment.objects.exists())
    @rule(n=which)
    def reverse_a_payment(self, n):
        payments = list(Payment.objects.order_by("pk"))
        payment = payments[n % len(payments)]
        if self.attempt(reverse_payment, payment.pk, reason="mistaken"):
            self.paid[payment.customer] -= payment.amount

    @precondition(lambda self: Refund.objects.exists())
    @rule(n=which)
    def reverse_a_refund(self, n):
        refunds = list(Refund.objects.order_by("pk"))
        refund = refunds[n % len(refunds)]
        if self.attempt(reverse_refund, refund.pk, reason="mistaken"):
            self.paid[refund.customer] += refund.amount

    @rule(n=which)
    def mark_all(self, n):
        customer = self.customers[n % 2]
        total = sum(charge.open for charge in open_charges(customer, "EUR"))
        received = {name: told for name, told in RECEIVED.items() if name != "currency"}
        if self.attempt(mark_all_paid, customer, seen={"EUR": total}, **received):
            self.paid[customer] += total

    def _parts(self, n, amount, shares):
        orders = [self.pick(n + at) for at in range(len(shares))]
        return [
            (order, (amount * share / 100).quantize(amount))
            for order, share in zip(orders, shares, strict=True)
        ]
