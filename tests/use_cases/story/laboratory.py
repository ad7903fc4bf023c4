"""The laboratory of the story, the model beside its books, and what must hold after every single thing."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
)

from billing.standing import balances, free_advance, paid_on
from common.refusals import Refused
from lab.cause import Cause
from lab.models import Event
from orders.models import Order
from orders.states import Status
from tests.factories.catalog import make_bundle, make_service, make_step
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_employee
from tests.factories.orders import make_line, make_technician
from tests.factories.payroll import make_rate
from tests.factories.stock import make_stocked
from tests.use_cases.rehearsals import as_rehearsed
from verification.invariants import INVARIANTS, violations

SCHEMA = {5, 16}
"""Looking whether constraints and triggers are there: nothing that a use case could break."""
CHEAP = tuple(rule_ for rule_ in INVARIANTS if rule_.number not in SCHEMA | {40, 41, 46, 52})
which = st.integers(0, 99)
some = st.integers(1, 4000).map(lambda n: Decimal(n) / 1000)
money = st.integers(1, 40_000).map(lambda minor: Decimal(minor) / 100)


def rehearsed(use_case):
    """The use case, rehearsed before it is done."""
    return lambda order_id, cause, **asked: as_rehearsed(order_id, lambda: use_case(order_id, cause, **asked))


class Laboratory(RuleBasedStateMachine):
    """A laboratory with two services and one of both, two performers, two customers and one who may do everything.

    The model beside the books: each order's state, and how much every customer has paid.
    """

    def __init__(self):
        super().__init__()
        self.room = transaction.atomic()
        self.room.__enter__()
        self.now = datetime(2026, 3, 31, 20, 0, tzinfo=UTC)
        self.chief = make_employee(roles=["administrator"])
        self.material = make_stocked("20")
        make_rate(percent=Decimal("33.33"))
        make_rate(role="assistant", amount=Decimal("1.11"))
        self.services = [
            make_service(price=Decimal("99.99"), norms={self.material: Decimal("0.7")}),
            make_service(price=Decimal("0.05"), review_required=False),
        ]
        for share in (Decimal(30), None):
            make_step(self.services[0], share=share)
        crown, screw = self.services
        bundle = make_bundle(crown, (screw, "2.5"), price=Decimal("150.01"), review_required=False)
        make_step(bundle, share=Decimal(5))
        self.services.append(bundle)
        make_rate(group=self.services[1].group, percent=Decimal("12.34"), base="gross")
        self.people = [make_technician(), make_technician()]
        self.customers = [make_counterparty(), make_counterparty()]
        self.said, self.seen = set(), None
        self.orders, self.states, self.paid = [], {}, dict.fromkeys(self.customers, Decimal(0))

    def teardown(self):
        try:
            assert violations() == {}
            assert "" not in self.said
        finally:
            transaction.set_rollback(True)
            self.room.__exit__(None, None, None)

    @invariant()
    def books_are_true(self):
        """After a refusal there is nothing new to look at: whatever is booked is booked under an event."""
        last = Event.objects.order_by("pk").values_list("pk", flat=True).last()
        if last == self.seen:
            return
        self.seen = last
        connection.check_constraints()
        wrong = {check.number: found for check in CHEAP if (found := check.check().wrong)}
        assert wrong == {}
        self.nobodys_money_is_lost()

    @invariant()
    def orders_are_where_the_model_has_them(self):
        assert dict(Order.objects.values_list("pk", "status")) == self.states

    def nobodys_money_is_lost(self):
        for customer, paid in self.paid.items():
            orders = list(Order.objects.filter(customer=customer))
            charged = sum((o.final_price for o in orders if o.status == Status.REALIZED), Decimal(0))
            assert balances(customer).get("EUR", Decimal(0)) == charged - paid
            assert free_advance(customer, "EUR") + sum(paid_on(o) for o in orders) == paid

    def by(self, version=None) -> Cause:
        self.now += timedelta(hours=3)
        return Cause(self.chief, self.now, version)

    def pick(self, n) -> Order:
        return Order.objects.get(pk=self.orders[n % len(self.orders)])

    def know(self, order) -> None:
        self.orders.append(order.pk)
        self.states[order.pk] = Status.DRAFTING

    def line(self, n, quantity, discount=0):
        people = [None, *self.people]
        return make_line(
            self.services[n % 3],
            quantity=quantity,
            performer=people[n % 3],
            assistant=self.people[1] if n % 3 == 1 and n % 5 == 0 else None,
            discount_percent=Decimal(discount),
        )

    def attempt(self, use_case, subject, *more, version=None, **asked) -> bool:
        """Whether it was done; a refusal speaks."""
        try:
            with transaction.atomic():
                use_case(subject, *more, self.by(version), **asked)
        except Refused as refused:
            self.said.add(str(refused))
            return False
        return True
