"""Anything that people may do to orders, in any order: the books stay true after every single thing.

Half of what is tried here is not allowed. It must then be refused in words and change nothing. Every step is rehearsed
first: what the preview says is what is booked, or why not.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from billing.ledger.acts import ActLineDraft
from billing.models import Act, Payment
from billing.standing import balances, free_advance, paid_on
from common.months import Month
from common.refusals import Refused
from lab.cause import Cause
from lab.events import local_day
from lab.models import Event
from orders.models import Order
from orders.states import Status
from payroll.models import PayrollEntry, PaySheet, PlannedPay
from payroll.pay_out import discard_sheet, draw_up_sheet, finish_sheet
from payroll.periods import close_month, months_to_close
from tests.factories.catalog import make_service, make_step
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_employee
from tests.factories.orders import make_draft, make_line, make_technician
from tests.factories.payroll import make_rate
from tests.factories.stock import make_stocked
from tests.use_cases.rehearsals import as_rehearsed
from tests.use_cases.test_edit_order import as_it_stands
from tests.use_cases.test_every_step import MAY, TAKE
from verification.invariants import INVARIANTS, violations
from workflow.acts.delete_act import delete_act
from workflow.acts.draft_act import draft_act
from workflow.acts.edit_act import edit_act
from workflow.acts.order_pay import pay_foreseen
from workflow.acts.post_act import post_act
from workflow.acts.take_up_automatic import take_up_automatic
from workflow.acts.unpost_act import unpost_act
from workflow.drawing_up.change_customer import change_customer
from workflow.drawing_up.copy_order import copy_order
from workflow.drawing_up.create_order import create_order
from workflow.drawing_up.edit_order import edit_order
from workflow.drawing_up.rush_order import rush_order
from workflow.money.record_payment import record_payment, use_advance
from workflow.pay.add_pay import add_pay
from workflow.pay.finalize_pay import finalize_pay
from workflow.pay.reopen_pay import reopen_pay
from workflow.pay.set_pay import set_pay
from workflow.pay.unset_pay import unset_pay
from workflow.plan.add_task import add_task
from workflow.plan.assign_task import assign_task
from workflow.plan.edit_task import edit_task
from workflow.plan.move_task import move_task
from workflow.plan.plan_work import plan_work
from workflow.plan.remove_task import remove_task
from workflow.plan.skip_task import skip_task, take_up_task
from workflow.plan.work_on_task import work_on_task

pytestmark = pytest.mark.django_db

SCHEMA = {5, 16}
"""Looking whether constraints and triggers are there: nothing that a use case could break."""
CHEAP = tuple(rule_ for rule_ in INVARIANTS if rule_.number not in SCHEMA | {40, 41, 46, 52})
STEPS = sorted(TAKE)
SELDOM = 3
PLAN = ("add", "edit", "move", "skip", "take up", "remove")
NIGHTLY = settings.default.max_examples > 100
HOW_LONG = settings(
    max_examples=1000 if NIGHTLY else 30,
    stateful_step_count=50 if NIGHTLY else 25,
    # A shorter story of the same fault takes minutes to find: the night has them.
    phases=tuple(Phase) if NIGHTLY else (Phase.explicit, Phase.reuse, Phase.generate),
)
which = st.integers(0, 99)
some = st.integers(1, 4000).map(lambda n: Decimal(n) / 1000)
money = st.integers(1, 40_000).map(lambda minor: Decimal(minor) / 100)


def rehearsed(use_case):
    """The use case, rehearsed before it is done."""
    return lambda order_id, cause, **asked: as_rehearsed(order_id, lambda: use_case(order_id, cause, **asked))


class Story(RuleBasedStateMachine):
    """A laboratory with two services, two performers, two customers and one person who may do everything.

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
            self.services[n % 2],
            quantity=quantity,
            performer=people[n % 3],
            assistant=self.people[1] if n % 3 == 1 and n % 5 == 0 else None,
            discount_percent=Decimal(discount),
        )

    @initialize(n=which, quantity=some)
    def begin(self, n, quantity):
        self.create(n, quantity, 0)
        self.create(n + 1, Decimal(1), 10)

    @precondition(lambda self: len(self.orders) < SELDOM)
    @rule(n=which, quantity=some, discount=st.integers(0, 100))
    def create(self, n, quantity, discount):
        lines = (self.line(n, quantity, discount), self.line(n + 1, Decimal(1)))
        draft = make_draft(*lines, customer=self.customers[n % 2], due_on=date(2026, 5, 4))
        self.know(create_order(draft, self.by()))

    @precondition(lambda self: len(self.orders) < 2 * SELDOM)
    @rule(n=which)
    def copy(self, n):
        self.know(copy_order(self.pick(n).pk, self.by()))

    @rule(n=which, step=st.sampled_from(STEPS))
    def try_any_step(self, n, step):
        self._take(self.pick(n), step)

    @rule(n=which, choice=which)
    def take_a_declared_step(self, n, choice):
        order = self.pick(n)
        possible = [step for step, state in MAY if state == order.status]
        self._take(order, possible[choice % len(possible)])

    def _take(self, order, step):
        declared = MAY.get((step, order.status))
        try:
            with transaction.atomic():
                cause = self.by(order.version)
                as_rehearsed(order.pk, lambda: TAKE[step](order.pk, cause))
        except Refused:
            assert Order.objects.get(pk=order.pk).version == order.version
        else:
            assert declared, f"{step} from {order.status} is not declared"
            self.states[order.pk] = declared[0]

    @rule(n=which)
    def finish_the_work(self, n):
        """Name whoever is missing and finish every task, as far as the state allows."""
        for task in self.pick(n).tasks.current():
            if task.performer is None:
                self.attempt(assign_task, task.pk, performer=self.people[n % 2])
            self.attempt(work_on_task, task.pk, state="skipped" if n % 7 == 0 else "done", whose="theirs")

    @rule(n=which, people=which)
    def assign(self, n, people):
        for task in self.pick(n).tasks.all()[:1]:
            performer, assistant = [None, *self.people][people % 3], [None, *self.people][people % 2]
            self.attempt(assign_task, task.pk, performer=performer, assistant=assistant)

    @rule(n=which, quantity=some, what=st.sampled_from(["change", "add", "remove", "stale"]))
    def edit(self, n, quantity, what):
        order = self.pick(n)
        draft = as_it_stands(order)
        lines = list(draft.lines)
        if what == "change" and lines:
            lines[-1] = replace(lines[-1], quantity=quantity)
        elif what == "add":
            lines.append(self.line(n, quantity))
        elif what == "remove":
            lines = lines[:-1]
        version = order.version - 1 if what == "stale" else order.version
        done = self.attempt(
            edit_order, order.pk, replace(draft, lines=tuple(lines), instructions=f"{n}"), version=version
        )
        assert not (done and what == "stale")

    @rule(n=which, to=which)
    def change_the_customer(self, n, to):
        self.attempt(change_customer, self.pick(n).pk, customer=self.customers[to % 2])

    @rule(n=which, who=which, quantity=some, used=some)
    def draft_by_hand(self, n, who, quantity, used):
        order = self.pick(n)
        lines = [ActLineDraft(line.pk, min(quantity, line.quantity)) for line in order.lines.current()[:2]]
        material = [(self.material.pk, used)] if who % 2 else []
        self.attempt(draft_act, order.pk, performer=self.people[who % 2], lines=lines, materials=material)

    @rule(n=which, which_=which, what=st.sampled_from([post_act, post_act, unpost_act, delete_act]))
    def act_by_hand(self, n, which_, what):
        order = self.pick(n)
        acts = list(Act.objects.filter(order=order).order_by("pk"))
        if acts:
            self.attempt(rehearsed(what), order.pk, act_id=acts[which_ % len(acts)].pk)

    @rule(
        n=which,
        which_=which,
        amount=st.integers(0, 9999),
        what=st.sampled_from(["set", "set", "add", "take"]),
    )
    def set_a_sum(self, n, which_, amount, what):
        order = self.pick(n)
        tasks = list(order.tasks.all())
        said = {"amount": Decimal(amount) / 100, "comment": "agreed"}
        if what == "set" and tasks:
            role = ["performer", "assistant"][which_ % 2]
            self.attempt(set_pay, order.pk, task_id=tasks[which_ % len(tasks)].pk, role=role, **said)
        elif what == "add":
            self.attempt(add_pay, order.pk, employee=self.people[which_ % 2], **said)
        for planned in PlannedPay.objects.standing().filter(order=order)[:1] if what == "take" else ():
            self.attempt(unset_pay, order.pk, planned_id=planned.pk)

    @rule(n=which, which_=which, share=st.sampled_from([None, 0, 0, 50, 100]), what=st.sampled_from(PLAN))
    def change_the_plan(self, n, which_, share, what):
        """Tasks of a line and of none, their shares, their place; what is skipped or goes."""
        order = self.pick(n)
        said = {"title": "Second model", "share": share and Decimal(share)}
        if what == "add":
            line = [None, *order.lines.all()][which_ % (1 + order.lines.count())]
            people = {"performer": self.people[n % 2], "assistant": self.people[1 - n % 2]}
            self.attempt(add_task, order.pk, line=line, **said, **people)
        elif tasks := list(order.tasks.all()):
            task = tasks[which_ % len(tasks)].pk
            if what == "edit":
                self.attempt(edit_task, task, **said)
            elif what == "move":
                self.attempt(move_task, task, way=["up", "down"][n % 2])
            else:
                self.attempt({"skip": skip_task, "take up": take_up_task, "remove": remove_task}[what], task)

    @rule(n=which)
    def skip_all_of_a_line(self, n):
        for task in self.pick(n).tasks.all()[:2]:
            self.attempt(skip_task, task.pk)

    @rule(n=which)
    def plan_the_work(self, n):
        self.attempt(plan_work, self.pick(n).pk)

    @rule(n=which, percent=st.sampled_from([None, Decimal(0), Decimal("33.33"), Decimal(100)]))
    def rush(self, n, percent):
        self.attempt(rush_order, self.pick(n).pk, percent=percent)

    @rule(n=which, what=st.sampled_from(["draw up", "all", "finish", "discard"]))
    def pay_out(self, n, what):
        """A month of a person, or everything that is free; drafts are finished or discarded."""
        person, draft = self.people[n % 2], PaySheet.objects.drafts().first()
        if what == "draw up":
            self.attempt(draw_up_sheet, person.pk, month=Month.of(local_day(self.now)))
        elif what == "all":
            free = PayrollEntry.objects.earned_by(person).free().values_list("pk", flat=True)
            self.attempt(draw_up_sheet, person.pk, entry_ids=list(free))
        elif draft:
            self.attempt(finish_sheet if what == "finish" else discard_sheet, draft.pk)

    @rule()
    def close_the_month(self):
        for month in months_to_close(local_day(self.now))[:1]:
            self.attempt(close_month, month)

    @precondition(lambda self: len(self.orders) >= 2)
    @rule(n=which)
    def what_is_foreseen_is_what_stands(self, n):
        """Nothing is left to book: what would stand stands, where no draft or open line would add to it."""
        order = self.pick(n)
        stands = PayrollEntry.objects.filter(order=order, reverses=None, reversed_by=None)
        foreseen = pay_foreseen(order, local_day(self.now))
        if Act.objects.filter(order=order).standing().exists():
            assert {entry.pk for entry in foreseen if entry.pk} == set(stands.values_list("pk", flat=True))

    @rule(n=which, lift=st.booleans())
    def turn_the_lock_of_pay(self, n, lift):
        if lift:
            self.attempt(reopen_pay, self.pick(n).pk, reason="looked again")
        else:
            self.attempt(finalize_pay, self.pick(n).pk)

    @rule(n=which, quantity=some)
    def edit_an_act(self, n, quantity):
        order = self.pick(n)
        act = Act.objects.filter(order=order).drafts().first()
        lines = [ActLineDraft(line.pk, min(quantity, line.quantity)) for line in order.lines.current()[:1]]
        if act and lines:
            self.attempt(edit_act, order.pk, act_id=act.pk, performer=self.people[1], lines=lines)

    @rule(n=which)
    def make_the_acts_automatic_again(self, n):
        self.attempt(rehearsed(take_up_automatic), self.pick(n).pk)

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

    def attempt(self, use_case, subject, *more, version=None, **asked) -> bool:
        """Whether it was done; a refusal speaks."""
        try:
            with transaction.atomic():
                use_case(subject, *more, self.by(version), **asked)
        except Refused as refused:
            self.said.add(str(refused))
            return False
        return True


def test_whatever_people_do_the_books_stay_true():
    run_state_machine_as_test(Story, settings=HOW_LONG)
