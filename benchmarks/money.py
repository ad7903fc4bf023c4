"""Cases of money: many orders realized at once, statements of many customers."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from benchmarks.browser import Answer, answered
from benchmarks.measuring import Case, timed
from benchmarks.rehearsal import rehearsed
from benchmarks.statements import recorded, seconds_of, send
from billing.statement_papers import statement_papers
from billing.statements import statements
from customers.models import Counterparty
from orders.models import Order
from orders.states import Status

STEP_AIM, LONG_RUNS, MOST_STATEMENTS = 3, 5, 15
STATEMENTS_AIM = 8
"""Amounts become decimals and words; what is fetched are bare numbers."""

STATED, TOGETHER = 500, 200
REALIZE_RUNS, REALIZE_TIMES = 1, 4
"""Warmed up once and measured once, each by page and floor: every time it takes orders that nobody has realized."""


def realize_many(bench, name: str) -> Case:
    """Many orders at once; of few, as many as there are for each time."""
    produced = Order.objects.filter(status=Status.PRODUCED).order_by("pk").only("pk", "version")
    orders = list(produced[: TOGETHER * REALIZE_TIMES])
    each = max(1, len(orders) // REALIZE_TIMES)
    waiting = iter([orders[place * each :][:each] for place in range(REALIZE_TIMES)])
    own = bench.of_the_middleware()
    looked_at = rehearsed(_realizing(bench, orders[:each]))[1]
    return Case(
        name,
        STEP_AIM,
        REALIZE_RUNS,
        page=lambda: bench.take(_realizing(bench, next(waiting))),
        floor=lambda: bench.take(_realizing(bench, next(waiting)), own),
        look=lambda: [statement.seconds for statement in looked_at],
        most_runs=REALIZE_RUNS,
    )


def _realizing(bench, orders: list[Order]) -> Callable[[], Answer]:
    entries = [f"{order.pk}:{order.version}" for order in orders]
    fields = {"form_token": uuid.uuid4(), "entry": entries}
    return lambda: answered(bench.browser.post(reverse("workflow:realize_together"), fields), 302)


def statements_of_many(name: str) -> Case:
    """What the statements of many customers say over a month, ready to be drawn, against their bare statements."""
    customers, until = Counterparty.objects.order_by("name_key", "pk")[:STATED], timezone.localdate()
    month = until - timedelta(days=31), until

    def told() -> list:
        return list(statement_papers(list(statements(customers, *month))))

    told()  # what is read once and kept is no part of what is measured
    with recorded() as sent:
        told()
    return Case(
        name,
        STATEMENTS_AIM,
        LONG_RUNS,
        page=lambda: timed(told),
        floor=lambda: timed(lambda: send(sent)),
        look=lambda: seconds_of(told),
        most_statements=MOST_STATEMENTS,
    )
