"""Whatever people do to orders, and whenever somebody reckons: what is kept says what the books say."""

from datetime import date, timedelta

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test

from orders.states import Status
from sums import reckoning
from sums.figures import FIGURES
from sums.models import Reckoned
from sums.reading import Sums
from sums.rows import added_up
from tests.factories.orders import bring_to, make_draft, make_line
from tests.sizes import NIGHTLY, STORIES
from tests.use_cases.story.acts import Acts
from tests.use_cases.story.laboratory import some, which
from tests.use_cases.story.orders import Orders
from tests.use_cases.story.pay import Pay
from tests.use_cases.story.prices import Prices
from workflow.drawing_up.create_order import create_order
from workflow.drawing_up.update_due_date import update_due_date
from workflow.life.realize_order import realize_order
from workflow.life.reopen_order import reopen_order
from workflow.life.unrealize_order import unrealize_order
from workflow.pages.dashboard.charts import CHARTS, Reading
from workflow.pages.dashboard.periods import typed

pytestmark = pytest.mark.django_db

HOW_LONG = settings(
    max_examples=STORIES,
    stateful_step_count=50 if NIGHTLY else 30,
    phases=tuple(Phase) if NIGHTLY else (Phase.explicit, Phase.reuse, Phase.generate),
)
RESTING = {"turnaround", "on_time", "house", "revenue_by_customer", "revenue_by_service", "pay", "margin"}
"""Charts that rest on kept sums."""
LENGTHS = (10, 60, 400)
MOST = 10


class Watched(Orders, Acts, Pay, Prices):
    """A laboratory whose days pass, whose sums are reckoned at any moment, and whose charts are read all the time."""

    def __init__(self):
        super().__init__()
        self.looked = 0

    @initialize()
    def reckon_at_once(self):
        reckoning.reckon()

    @rule()
    def reckon(self):
        reckoning.reckon()

    @rule()
    def reckon_a_piece_anew(self):
        """The rest is not reckoned yet."""
        reckoning.forget()
        reckoning.reckon(seconds=-1)

    @rule(days=st.integers(1, 40))
    def time_passes(self, days):
        self.now += timedelta(days=days)

    @rule(days=st.integers(1, 20))
    def somebody_books_with_an_earlier_moment(self, days):
        self.now -= timedelta(days=days)

    @precondition(lambda self: len(self.orders) < MOST)
    @rule(n=which, quantity=some, to=st.sampled_from([Status.PRODUCED, Status.REALIZED]))
    def finish_one_more(self, n, quantity, to):
        """An order that is brought all the way, over some days."""
        lines = [
            make_line(self.services[place % 3], quantity=quantity, performer=self.people[0])
            for place in (n, n + 1)
        ]
        due = self.now.date() + timedelta(days=n % 5)
        order = create_order(make_draft(*lines, customer=self.customers[n % 2], due_on=due), self.by())
        self.know(order)
        self.now += timedelta(days=n % 7)
        self.states[order.pk] = bring_to(order, to, self.by()).status

    @rule(n=which, what=st.sampled_from(["reopen", "realize", "unrealize", "due"]))
    def change_what_is_done(self, n, what):
        order = self.pick(n)
        if what == "due":
            due = self.now.date() + timedelta(days=n % 9 + 1)
            self.attempt(update_due_date, order.pk, due_on=due, reason="later")
            return
        use_case, told, state = {
            "reopen": (reopen_order, {"reason": "again"}, Status.PRODUCTION),
            "realize": (realize_order, {}, Status.REALIZED),
            "unrealize": (unrealize_order, {"reason": "again"}, Status.PRODUCED),
        }[what]
        if self.attempt(use_case, order.pk, **told):
            self.states[order.pk] = state

    @invariant()
    def books_are_true(self):
        """What other stories look at after every step; here at the end."""

    @invariant()
    def kept_sums_say_what_the_books_say(self):
        self.looked += 1
        today, length = self.now.date(), LENGTHS[self.looked % len(LENGTHS)]
        period = typed(today - timedelta(days=length), today + timedelta(days=2))
        kept, live = Reading(period), Reading(period, Sums(kept=False))
        for chart in CHARTS:
            if chart.name in RESTING:
                assert chart.read(kept) == chart.read(live), (chart.name, period)

    @rule(first=st.integers(-400, 40), lengths=st.lists(st.integers(0, 90), min_size=1, max_size=4))
    def look_at_any_days(self, first, lengths):
        begin, cells = self.now.date() + timedelta(days=first), []
        for length in lengths:
            cells.append((begin, begin + timedelta(days=length)))
            begin += timedelta(days=length + 1)
        for figure in FIGURES:
            for cell in cells:
                one, two = (
                    set(added_up(figure, sums.rows(figure, [cell]), date.min))
                    for sums in (Sums(), Sums(kept=False))
                )
                assert one == two, figure.name


def test_whatever_people_do_the_charts_say_what_the_books_say():
    run_state_machine_as_test(Watched, settings=HOW_LONG)
    assert not Reckoned.objects.exists()  # each story is rolled back
