"""Orders are drawn up, copied, edited, moved, rushed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
)

from common.refusals import Refused
from orders.models import Order
from tests.factories.orders import make_draft
from tests.use_cases.rehearsals import as_rehearsed
from tests.use_cases.story.laboratory import Laboratory, some, which
from tests.use_cases.test_edit_order import as_it_stands
from tests.use_cases.test_every_step import MAY, TAKE
from workflow.drawing_up.change_customer import change_customer
from workflow.drawing_up.copy_order import copy_order
from workflow.drawing_up.create_order import create_order
from workflow.drawing_up.edit_order import edit_order
from workflow.drawing_up.rush_order import rush_order

STEPS = sorted(TAKE)
SELDOM = 3
AT_ONCE = {"submit", "start", "send_to_review"}


def _way_back(order) -> tuple[str] | None:
    """Where taking back leads: to where the order was before its last step, where that asked nothing."""
    last = order.events.exclude(to_status="").latest("pk")
    return (last.from_status,) if last.verb in AT_ONCE else None


class Orders(Laboratory):
    """What people do here."""

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
        declared = _way_back(order) if step == "take_back" else MAY.get((step, order.status))
        try:
            with transaction.atomic():
                cause = self.by(order.version)
                if step == "take_back":  # nobody is shown what it would do
                    TAKE[step](order.pk, cause)
                else:
                    as_rehearsed(order.pk, lambda: TAKE[step](order.pk, cause))
        except Refused:
            assert Order.objects.get(pk=order.pk).version == order.version
        else:
            assert declared, f"{step} from {order.status} is not declared"
            self.states[order.pk] = declared[0]

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

    @rule(n=which, percent=st.sampled_from([None, Decimal(0), Decimal("33.33"), Decimal(100)]))
    def rush(self, n, percent):
        self.attempt(rush_order, self.pick(n).pk, percent=percent)
