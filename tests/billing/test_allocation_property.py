"""Where the money is, after any sequence of paying, using, giving back and taking back: no cent lost, none given twice.

Property 15 and 20: Σ parts = whole; nothing beyond a payment or a charge.
"""

from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from billing.ledger import receivables
from billing.models import Allocation, Payment, ReceivableEntry, Refund
from billing.standing import (
    balances,
    debt_of,
    free_advance,
    free_part_by_payment,
    open_charges,
    settled_on,
    standing_charge,
    tied_advance_of,
)
from common.refusals import Refused
from tests.billing.receivables.booking import wrongs_of_payments
from tests.factories.billing import (
    Ordered,
    charge_order,
    make_event,
    make_payment,
    make_posted_act,
    make_priced_order,
    today,
)
from tests.factories.customers import make_counterparty
from tests.sizes import thorough

ZERO = Decimal(0)
amounts = st.integers(1, 20000).map(lambda units: Decimal(units).scaleb(-2))
which = st.integers(0, 5)
parts = st.lists(st.tuples(st.integers(0, 2), amounts), max_size=3)
steps = st.one_of(
    st.tuples(st.just("pay"), amounts, parts),
    st.tuples(st.just("use"), parts),
    st.tuples(st.just("oldest_first"), amounts),
    st.tuples(st.just("refund"), amounts, st.booleans()),
    st.tuples(st.just("reverse_payment"), which),
    st.tuples(st.just("reverse_refund"), which),
    st.tuples(st.just("charge"), which),
    st.tuples(st.just("unrealize"), which),
    st.tuples(st.just("free"), which),
)


@pytest.mark.django_db
def test_no_cent_is_lost_or_given_twice_in_any_interleaving():
    books = Books()  # once: each story is taken back, and the next begins where this one did

    @thorough
    @given(story=st.lists(steps, min_size=3, max_size=10))
    def told(story):
        with transaction.atomic():
            for verb, *details in story:
                with transaction.atomic():
                    try:
                        getattr(books, verb)(*details)
                    except Refused:
                        transaction.set_rollback(True)
            books.look()
            assert wrongs_of_payments() == {}
            transaction.set_rollback(True)

    told()


class Books:
    """A customer with three orders, two of them charged."""

    def __init__(self):
        self.customer, self.event = make_counterparty(), make_event()
        prices = ("100.00", "33.33", "0.01")
        self.orders = [make_priced_order(Ordered(price), customer=self.customer) for price in prices]
        for order in self.orders:
            make_posted_act(order, event=self.event)
        for order in self.orders[:2]:
            charge_order(order, event=self.event)

    def _parts(self, parts):
        return [(self.orders[at], amount) for at, amount in parts]

    def pay(self, amount, parts):
        receivables.receive_payment(
            self.customer, amount, "EUR", today(), "bank", "", parts=self._parts(parts), event=self.event,
            on=today(),
        )  # fmt: skip

    def use(self, parts):
        receivables.pay_from_advance(self.customer, "EUR", self._parts(parts), event=self.event)

    def oldest_first(self, amount):
        """As the dialog proposes it: never refused, nothing left while a charge is open."""
        left, parts = amount, []
        for charge in open_charges(self.customer, "EUR"):
            share = min(left, charge.open)
            left -= share
            if share:
                parts.append((charge.order, share))
        before = free_advance(self.customer, "EUR")
        receivables.receive_payment(
            self.customer, amount, "EUR", today(), "bank", "", parts=parts, event=self.event, on=today()
        )
        assert free_advance(self.customer, "EUR") == before + left
        assert not (left and open_charges(self.customer, "EUR"))

    def refund(self, amount, of_one):
        payment = Payment.objects.order_by("pk").last() if of_one else None
        receivables.refund_advance(
            self.customer, amount, "EUR", today(), "bank", "", payment=payment, event=self.event, on=today()
        )

    def reverse_payment(self, index):
        if payments := list(Payment.objects.order_by("pk")):
            receivables.reverse_payment(payments[index % len(payments)], event=self.event, on=today())

    def reverse_refund(self, index):
        if refunds := list(Refund.objects.order_by("pk")):
            receivables.reverse_refund(refunds[index % len(refunds)], event=self.event, on=today())

    def charge(self, index):
        order = self.orders[index % 3]
        if standing_charge(order) is None:
            charge_order(order, event=self.event)

    def unrealize(self, index):
        receivables.reverse_charge(self.orders[index % 3], event=self.event, on=today())

    def free(self, index):
        receivables.free_advances(self.orders[index % 3], event=self.event, on=today())

    def look(self):
        payments = list(Payment.objects.all())
        paid, refunded = _sum(Payment.objects.standing()), _sum(Refund.objects.standing())
        free = free_part_by_payment(payments)
        assert min(free.values(), default=ZERO) >= 0
        assert sum(free.values(), ZERO) == free_advance(self.customer, "EUR")
        settled = sum((settled_on(order) for order in self.orders), ZERO)
        tied = sum((tied_advance_of(order) for order in self.orders), ZERO)
        assert settled + tied + sum(free.values(), ZERO) + refunded == paid
        for payment in payments:
            given = _sum(Allocation.objects.filter(payment=payment))
            stands = Payment.objects.standing().filter(pk=payment.pk).exists()
            assert 0 <= given <= (payment.amount if stands else 0)
        for order in self.orders:
            charge = standing_charge(order)
            assert 0 <= settled_on(order) <= (charge.amount if charge else 0)
        charged = _sum(ReceivableEntry.objects.filter(kind="charge"))
        assert balances(self.customer).get("EUR", ZERO) == charged - paid + refunded
        still = sum((charge.open for charge in open_charges(self.customer, "EUR")), ZERO)
        assert still == sum((debt_of(order) for order in self.orders), ZERO)


def test_a_look_at_the_books_would_see_a_cent_given_twice(db):
    books = Books()
    payment = make_payment(books.customer, "10.00")
    books.look()
    Allocation.objects.create(
        payment=payment, order=books.orders[2], amount=Decimal(1), is_advance=False, event=books.event
    )
    with pytest.raises(AssertionError):
        books.look()


def _sum(rows) -> Decimal:
    return rows.aggregate(total=Sum("amount"))["total"] or ZERO
