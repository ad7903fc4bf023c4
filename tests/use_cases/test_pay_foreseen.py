"""What the work of an order would pay is what posting books, to the cent: one computation, asked before and after."""

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from billing.ledger import acts
from billing.ledger.acts import ActLineDraft
from billing.models import Act
from lab.exchange import RateMissing
from orders.models import OrderLine, Task
from orders.pricing import price_line
from orders.states import Status
from payroll.models import PayrollEntry
from payroll.planned import plan_for_employee, plan_for_task
from tests.factories.bare_orders import make_bare_order, make_event
from tests.factories.catalog import make_group, make_service, make_step
from tests.factories.customers import make_counterparty
from tests.factories.exchange import make_exchange_rate
from tests.factories.orders import bring_to, cause, make_line, make_order, make_technician
from tests.factories.payroll import make_rate
from tests.sizes import THOROUGH, booking, thorough
from verification.pay import pay_and_standing_acts_agree, pay_is_what_its_rule_says
from workflow.acts.booking_acts import book_acts, unbook_acts
from workflow.acts.credits import responsible_by_line
from workflow.acts.order_pay import pay_foreseen
from workflow.pay.set_pay import set_pay

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)

quantities = st.integers(1, 5000).map(lambda n: Decimal(n) / 1000)
prices = st.integers(0, 30_000).map(lambda minor: Decimal(minor) / 100)
sums = st.one_of(st.none(), st.integers(0, 9_999).map(lambda minor: Decimal(minor) / 100))
who = st.integers(0, 2)
tasks_drawn = st.tuples(
    who,  # performer
    st.one_of(st.none(), who),  # assistant
    st.one_of(st.none(), st.integers(0, 50)),  # share
    st.sampled_from(["todo", "done", "skipped"]),
    sums,  # set by hand for the performer
    sums,  # and for the assistant
)
lines_drawn = st.tuples(
    st.integers(0, 2),
    quantities,
    prices,
    st.sampled_from([0, 0, 10, Decimal("33.33"), 100]),
    st.lists(tasks_drawn, min_size=1, max_size=3),
)
acts_drawn = st.tuples(who, st.one_of(st.none(), who), st.integers(1, 9))


@dataclass
class Floor:
    """Three people, three services, rates of every kind."""

    def __post_init__(self):
        self.event, self.customer, self.group = make_event(), make_counterparty(), make_group()
        self.people = [make_technician() for _person in range(3)]
        self.services = [make_service(group=self.group), make_service(), make_service()]
        self.steps = [make_step(self.services[0]) for _step in range(3)]
        make_rate(percent=Decimal("33.33"))
        make_rate(percent=Decimal("12.5"), group=self.group, base="gross")
        make_rate(percent=Decimal("27.77"), step=self.steps[1])
        make_rate(amount=Decimal("3.33"), service=self.services[1])
        make_rate(amount=Decimal("1.11"), employee=self.people[2])
        make_rate(role="assistant", percent=Decimal("7.77"), base="gross")

    def order(self, lines, besides):
        order = make_bare_order(customer=self.customer)
        for drawn in lines:
            self._line(order, *drawn)
        free = Task.objects.create(order=order, title="Second model", position=99, performer=self.people[0])
        for amount in filter(None, besides):
            plan_for_employee(order, self.people[1], amount, "helped", event=self.event)
            plan_for_task(free, "performer", amount, "poured", event=self.event)
        return order

    def _line(self, order, service, quantity, price, discount, tasks):
        priced = price_line(quantity, price, Decimal(discount))
        line = OrderLine.objects.create(
            order=order, service=self.services[service], code="S", name="Service", quantity=quantity,
            unit_price=price, discount_percent=discount, gross=priced.gross, amount=priced.amount,
        )  # fmt: skip
        for number, (performer, assistant, share, state, *planned) in enumerate(tasks):
            task = Task.objects.create(
                order=order, line=line, position=number, title="Task", state=state, share=share,
                template=self.steps[number] if service == 0 else None,
                performer=self.people[performer],
                assistant=None if assistant in (None, performer) else self.people[assistant],
            )  # fmt: skip
            for role, amount in zip(("performer", "assistant"), planned, strict=True):
                if amount is not None:
                    plan_for_task(task, role, amount, "agreed", event=self.event)

    def drafts(self, order, drawn):
        """Acts by hand, each over a part of what is left of every line."""
        left = {line.pk: line.quantity for line in order.lines.all()}
        for performer, assistant, tenths in drawn:
            parts = {pk: round(quantity * tenths / 10, 3) for pk, quantity in left.items()}
            lines = [ActLineDraft(pk, quantity) for pk, quantity in parts.items() if quantity > 0]
            left = {pk: left[pk] - parts[pk] for pk in left}
            if lines:
                helper = None if assistant in (None, performer) else self.people[assistant]
                acts.draft_act(order, self.people[performer], lines, assistant=helper, at=timezone.now())

    def rest(self, order):
        """Acts over what is left, one for each responsible performer, as automatic control makes them."""
        held, found = acts.standing_quantity_by_line(order), {}
        for line in order.lines.all():
            if line.quantity > held.get(line.pk, 0):
                quantity = line.quantity - held.get(line.pk, Decimal(0))
                found.setdefault(responsible_by_line(order)[line.pk], []).append(
                    ActLineDraft(line.pk, quantity)
                )
        return [acts.draft_act(order, person, lines, at=timezone.now()) for person, lines in found.items()]


@pytest.fixture
def floor(db):
    return Floor()


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def earned(entries) -> Counter:
    """(employee, role, task, why the sum was set) -> amount; parts of the same work added up."""
    found = Counter()
    for entry in entries:
        found[entry.employee_id, entry.role, entry.task_id, entry.planned_id] += entry.amount
    return found


def booked(order):
    return PayrollEntry.objects.filter(order=order, reverses=None, reversed_by=None)


@booking(100, at_night=THOROUGH)
@given(
    st.lists(lines_drawn, min_size=1, max_size=3),
    st.lists(acts_drawn, max_size=2),
    st.lists(sums, max_size=2),
    st.booleans(),
)
def test_what_is_foreseen_is_what_posting_books_act_by_act(floor, lines, drawn, besides, again):
    with taken_back():
        order = floor.order(lines, besides)
        floor.drafts(order, drawn)
        foreseen = earned(pay_foreseen(order, DAY))
        for act in Act.objects.filter(order=order).order_by("pk"):
            book_acts([act], order, make_event(), DAY)
            assert earned(pay_foreseen(order, DAY)) == foreseen
        if rest := floor.rest(order):
            book_acts(rest, order, make_event(), DAY)
        assert earned(booked(order)) == foreseen
        assert earned(pay_foreseen(order, DAY)) == foreseen
        assert pay_and_standing_acts_agree().wrong == pay_is_what_its_rule_says().wrong == []
        if again:
            unbook_acts(list(Act.objects.filter(order=order).standing()), order, make_event(), DAY)
            assert not booked(order).exists()


@thorough
@given(st.integers(0, 10**6), st.lists(quantities, min_size=1, max_size=6))
def test_parts_of_a_sum_set_by_hand_lose_nothing(minor, parts):
    from orders.pricing import part_of_line

    whole, of, taken, given_ = Decimal(minor) / 100, sum(parts), Decimal(0), Decimal(0)
    for quantity in parts:
        part = part_of_line(whole, quantity, of, given_, taken)
        assert part >= 0
        taken, given_ = taken + quantity, given_ + part
    assert given_ == whole


@pytest.mark.parametrize("status", [Status.DRAFTING, Status.PENDING, Status.PRODUCTION, Status.REVIEW])
def test_an_order_on_its_way_foresees_what_producing_it_books(by, lab, status):
    line = make_line(
        lab.crown, quantity="3", performer=lab.anna, assistant=lab.ben, discount_percent=Decimal(7)
    )
    order = make_order(line, make_line(lab.polish, performer=lab.ben), status=status, by=by())
    task = order.tasks.current()[0]
    set_pay(order.pk, by(), task_id=task.pk, role="assistant", amount=Decimal("9.99"), comment="hard")
    foreseen = earned(pay_foreseen(order, timezone.localdate()))
    assert sum(foreseen.values()) == Decimal("119.52")  # 30 % of 334.80 and of 30.30, and what was set
    produce(order, status)
    assert earned(booked(order)) == foreseen


def produce(order, status):
    from tests.factories.orders import WAYS

    ways = {Status.PENDING: Status.DRAFTING}
    done = len(WAYS[ways.get(status, status)])
    for step in WAYS[Status.PRODUCED][done:]:
        step(order, cause())


def test_work_of_nobody_foresees_nothing_and_of_a_foreign_currency_asks_for_its_rate(by, lab):
    order = make_order(make_line(lab.crown), by=by())
    assert pay_foreseen(order, DAY) == []
    order = make_order(make_line(lab.crown, performer=lab.anna), by=by())
    order.currency = "USD"
    with pytest.raises(RateMissing, match="between USD and EUR"):
        pay_foreseen(order, DAY)
    make_exchange_rate("USD", "0.9", day=DAY)
    assert [(entry.base, entry.amount) for entry in pay_foreseen(order, DAY)] == [(108, Decimal("32.40"))]


def test_looking_ahead_writes_nothing(by, lab):
    from tests.use_cases.evidence import changed_since, digest

    order = make_order(
        make_line(lab.crown, quantity="2", performer=lab.anna), status=Status.PRODUCTION, by=by()
    )
    before = digest()
    pay_foreseen(order, DAY)
    assert changed_since(before) == []


def test_looking_ahead_costs_the_same_statements_for_many_lines(by, lab, django_assert_max_num_queries):
    def order(lines):
        made = make_order(*[make_line(lab.crown, performer=lab.anna) for _line in range(lines)], by=by())
        return bring_to(made, Status.PRODUCTION, by())

    few, many = order(1), order(12)
    with django_assert_max_num_queries(20) as counted:
        pay_foreseen(few, DAY)
    with django_assert_max_num_queries(len(counted)):
        pay_foreseen(many, DAY)
