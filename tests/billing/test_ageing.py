"""Ageing is bare arithmetic: the columns less the advances are the balance, on every day, whatever the story."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.ageing import Ages, Charge, History, Settlement, bucket
from tests.sizes import thorough

START = date(2026, 1, 1)
COLUMNS = ("not_due", "to_30", "to_60", "to_90", "over_90")


def after(days: int) -> date:
    return START + timedelta(days=days)


@pytest.mark.parametrize(
    ("late", "column"),
    [
        (-400, "not_due"), (-1, "not_due"), (0, "not_due"), (1, "to_30"), (30, "to_30"), (31, "to_60"),
        (60, "to_60"), (61, "to_90"), (90, "to_90"), (91, "over_90"), (4000, "over_90"),
    ],
)  # fmt: skip
def test_a_debt_grows_older_from_the_day_after_it_was_due(late, column):
    assert bucket(START, after(late)) == column


def test_a_story_worked_out_by_hand():
    """100.00 due on 15 Jan, 80.00 due on 5 Mar; on 20 Jan 130.00 come in, 70.00 of them for the first."""
    first = Charge(1, Decimal(100), START, date(2026, 1, 15))
    second = Charge(2, Decimal(80), date(2026, 2, 19), date(2026, 3, 5))
    paid = date(2026, 1, 20)
    history = History([first, second], [(paid, Decimal(130))], [Settlement(1, Decimal(70), paid)])
    days = [date(2025, 12, 31), date(2026, 1, 15), date(2026, 1, 19), paid, second.day, date(2026, 3, 31)]
    said = {day: history.ages(day) for day in days}
    assert list(said.values()) == [
        Ages(),
        Ages(not_due=Decimal(100)),
        Ages(to_30=Decimal(100)),
        Ages(to_30=Decimal(30), advance=Decimal(60)),
        Ages(to_60=Decimal(30), not_due=Decimal(80), advance=Decimal(60)),
        Ages(to_90=Decimal(30), to_30=Decimal(80), advance=Decimal(60)),
    ]
    assert [ages.balance for ages in said.values()] == [0, 100, 100, -30, 50, 50]


def test_a_charge_that_fell_is_no_debt_from_that_day_on_and_what_paid_it_is_an_advance():
    history = History(
        [Charge(1, Decimal(50), START, after(14), reversed_on=after(40))],
        [(after(10), Decimal(20))],
        [Settlement(1, Decimal(20), after(10)), Settlement(1, Decimal(-20), after(40))],
    )
    assert history.ages(after(39)) == Ages(to_30=Decimal(30))
    assert history.ages(after(40)) == Ages(advance=Decimal(20))


amounts = st.integers(1, 10**6).map(lambda units: Decimal(units).scaleb(-2))
steps = st.tuples(
    st.integers(0, 9),
    st.one_of(
        st.tuples(st.just("charge"), st.integers(0, 3), amounts, st.integers(0, 120)),
        st.tuples(st.just("fall"), st.integers(0, 3)),
        st.tuples(st.just("pay"), amounts, st.integers(0, 30)),
        st.tuples(st.just("settle"), st.integers(0, 3), amounts),
    ),
)


class Books:
    """The same story told step by step: what is open and what is free at the end of each day, kept in columns."""

    def __init__(self):
        self.open, self.settled, self.free = {}, {}, Decimal(0)
        self.charges, self.paid, self.settlements = [], [], []

    def charge(self, day, order, amount, term):
        if order not in self.open:
            self.open[order] = [amount, amount, day + timedelta(days=term)]
            self.charges.append([order, amount, day, day + timedelta(days=term), None])

    def fall(self, day, order):
        if order in self.open:
            amount, left, _due = self.open.pop(order)
            self.free += amount - left
            next(row for row in reversed(self.charges) if row[0] == order)[4] = day
            if amount - left:
                self.settlements.append(Settlement(order, left - amount, day))

    def pay(self, day, amount, _back):
        self.free += amount
        self.paid.append((day, amount))

    def settle(self, day, order, amount):
        amount = min(amount, self.free, self.open[order][1]) if order in self.open else 0
        if amount:
            self.free -= amount
            self.open[order][1] -= amount
            self.settlements.append(Settlement(order, amount, day))

    def history(self) -> History:
        return History([Charge(*row) for row in self.charges], self.paid, self.settlements)

    def ledger(self, on):
        """Σ of the entries until then: charges, reversals, payments."""
        booked = [(day, amount) for _order, amount, day, _due, _fell in self.charges]
        booked += [(fell, -amount) for _order, amount, _day, _due, fell in self.charges if fell]
        booked += [(day, -amount) for day, amount in self.paid]
        return sum((amount for day, amount in booked if day <= on), Decimal(0))

    def ages(self, on) -> dict:
        sums = dict.fromkeys(COLUMNS, Decimal(0)) | {"advance": self.free}
        for _amount, left, due in self.open.values():
            sums[bucket(due, on)] += left
        return sums


@thorough
@given(st.lists(steps, max_size=25))
def test_on_every_past_day_the_columns_are_what_stood_then_and_come_to_the_balance(story):
    books, day, then = Books(), 0, {}
    for days, (verb, *details) in story:
        for passed in range(days):
            then[after(day + passed)] = books.ages(after(day + passed))
        day += days
        getattr(books, verb)(after(day), *details)
    then[after(day)] = books.ages(after(day))
    history = books.history()
    for on, stood in then.items():
        ages = history.ages(on)
        assert {name: getattr(ages, name) for name in (*COLUMNS, "advance")} == stood
        assert ages.debt - ages.advance == ages.balance == books.ledger(on)
        assert all(getattr(ages, name) >= 0 for name in (*COLUMNS, "advance"))
        assert sum(one.open for one in history.open_on(on)) == ages.debt


@given(st.lists(st.builds(Ages, *[amounts] * 6), max_size=6))
def test_ages_of_many_customers_add_up(many):
    together = sum(many, Ages())
    assert together.balance == sum((one.balance for one in many), Decimal(0))
    assert together.overdue + together.not_due == together.debt
