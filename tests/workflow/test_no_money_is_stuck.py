"""Whatever happens to orders and prices, each cent paid settles a charge, waits for one, or can be used at once."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from billing.models import Payment
from billing.paid_shown import parts_on
from billing.standing import debt_of, free_advance, free_part_by_payment, standing_charge
from common.refusals import Refused
from orders.models import Order
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_cause, make_employee
from tests.factories.orders import bring_to, finish_tasks, make_draft, make_line, make_order, make_technician
from tests.sizes import booking
from tests.use_cases.rehearsals import as_rehearsed
from verification.payments import every_advance_can_be_used, money_is_given_out_once
from workflow.drawing_up.change_customer import change_customer
from workflow.drawing_up.edit_order import edit_order
from workflow.forms.payments import PaymentForm
from workflow.life.cancel_order import cancel_order
from workflow.life.produce_order import produce_order
from workflow.life.realize_order import realize_order
from workflow.life.reopen_order import reopen_order
from workflow.life.restore_order import restore_order
from workflow.life.unrealize_order import unrealize_order
from workflow.money.record_payment import record_payment, use_advance

amounts = st.sampled_from(["0.01", "33.33", "95.00", "100.00", "150.00", "199.99"]).map(Decimal)
which = st.integers(0, 1)
steps = st.one_of(
    st.tuples(st.just("pay"), which, st.booleans(), amounts),
    st.tuples(st.just("use"), which, amounts),
    st.tuples(st.just("on"), which),
    st.tuples(st.sampled_from(["back", "cancel", "move"]), which),
    st.tuples(st.just("price"), which, amounts),
)


@pytest.mark.django_db(transaction=False)
@booking(20)
@given(story=st.lists(steps, min_size=4, max_size=12))
def test_no_money_is_stuck_after_any_story(story):
    with transaction.atomic():
        laboratory = Laboratory()
        for verb, index, *details in story:
            with transaction.atomic():
                try:
                    getattr(laboratory, verb)(laboratory.order(index), *details)
                except Refused:
                    transaction.set_rollback(True)
            laboratory.look()
        laboratory.use_what_is_free()
        laboratory.go_all_the_way_back()
        transaction.set_rollback(True)  # the next example finds nothing


class Laboratory:
    """Two customers with a produced order each, and what may happen to it. Every verb is a use case."""

    def __init__(self):
        self.by = make_cause(make_employee(roles=["administrator"]))
        self.crown = make_service(price=Decimal(100), review_required=False)
        self.performer = make_technician()
        self.customers = [make_counterparty(), make_counterparty()]
        line = make_line(self.crown, performer=self.performer)
        self.orders = [make_order(line, customer=one, by=self.by).pk for one in self.customers]
        for pk in self.orders:
            bring_to(Order.objects.get(pk=pk), Status.PRODUCTION, self.by)

    def order(self, index: int) -> Order:
        return Order.objects.select_related("customer").get(pk=self.orders[index])

    def pay(self, order, for_order, amount):
        record_payment(
            order.customer, self.by, amount=amount, currency="EUR", received_on=timezone.localdate(),
            method="bank", order_id=order.pk if for_order else None,
        )  # fmt: skip

    def use(self, order, amount):
        use_advance(order.pk, self.by, amount=amount)

    def step(self, use_case, order, **asked):
        """Rehearsed first: what its dialog would say is what it books."""
        return as_rehearsed(order.pk, lambda: use_case(order.pk, self.by, **asked))

    def on(self, order):
        """As far as it goes: charged."""
        if order.status == Status.CANCELLED:
            order = bring_to(restore_order(order.pk, self.by), Status.PRODUCTION, self.by)
        if order.status == Status.PRODUCTION:
            finish_tasks(order, self.by)
            order = self.step(produce_order, order)
        if order.status == Status.PRODUCED:
            self.step(realize_order, order)

    def back(self, order):
        if order.status == Status.REALIZED:
            self.step(unrealize_order, order, reason="wrong")
        elif order.status == Status.PRODUCED:
            self.step(reopen_order, order, reason="wrong")

    def cancel(self, order):
        self.step(cancel_order, order, reason="wrong")

    def move(self, order):
        other = next(one for one in self.customers if one != order.customer)
        change_customer(order.pk, self.by, customer=other)

    def price(self, order, amount):
        """Another price, typed where the state allows it: after an unrealized and reopened order, a fallen one."""
        kept = order.lines.current().get()
        line = make_line(
            self.crown,
            performer=self.performer,
            line_id=kept.pk,
            unit_price=amount,
            discount_percent=Decimal(5),
        )
        edit_order(order.pk, make_draft(line, customer=order.customer, due_on=order.due_on), self.by)

    def look(self):
        payments, orders = list(Payment.objects.all()), [self.order(0), self.order(1)]
        free = free_part_by_payment(payments)
        held = [part for order in orders for part in parts_on(order)]
        paid = sum(payment.amount for payment in payments)
        assert sum(free.values()) + sum(part.settled + part.tied for part in held) == paid
        assert min([*free.values(), 0]) == 0
        assert every_advance_can_be_used().wrong == []
        assert money_is_given_out_once().wrong == []
        for order in orders:
            if any(part.tied for part in parts_on(order)):
                assert standing_charge(order) is None

    def use_what_is_free(self):
        for customer in self.customers:
            self._is_usable(customer, free_advance(customer, "EUR"))

    def _is_usable(self, customer, free: Decimal):
        """The dialog of some order of the customer offers the whole of it, and its verb takes what the order can."""
        if not free:
            return
        with transaction.atomic():
            mine = [order for order in (self.order(0), self.order(1)) if order.customer == customer]
            takes = [order for order in mine if self._takes(order)]
            order = takes[0] if takes else make_order(customer=customer, by=self.by)
            form = PaymentForm(order=order, actor=self.by.actor)
            assert form.ADVANCE in dict(form.fields["method"].choices)
            part = min(free, debt_of(order) or free)
            use_advance(order.pk, self.by, amount=part)
            assert free_advance(customer, "EUR") == free - part
            transaction.set_rollback(True)

    def _takes(self, order) -> bool:
        return order.status != Status.CANCELLED and (standing_charge(order) is None or debt_of(order) > 0)

    def go_all_the_way_back(self):
        for index in (0, 1):
            while self.order(index).status in (Status.REALIZED, Status.PRODUCED):
                self.back(self.order(index))
            if self.order(index).status != Status.CANCELLED:
                self.cancel(self.order(index))
        paid = Payment.objects.aggregate(total=Sum("amount"))["total"] or Decimal(0)
        assert sum(free_advance(customer, "EUR") for customer in self.customers) == paid
