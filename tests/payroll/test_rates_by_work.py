"""Rates of a step, a service, a group or all, of the price before or after discounts: bare arithmetic."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payroll.rates import base_of, choose_rate, narrowness, pay, rank_rates
from tests.payroll.test_rates import DAY, Terms, fixed
from tests.sizes import thorough

WORK = {"employee_id": 7, "step_id": 5, "service_id": 3, "group_id": 2}
ALL = Terms(pk=1)
GROUP, SERVICE, STEP = Terms(pk=2, group_id=2), Terms(pk=3, service_id=3), Terms(pk=4, step_id=5)
OWN = [replace(rate, pk=rate.pk + 10, employee_id=7) for rate in (ALL, GROUP, SERVICE, STEP)]
BEST_FIRST = [*reversed(OWN), STEP, SERVICE, GROUP, ALL]


def ranked(rates, *, role="performer", on=DAY, **work):
    return rank_rates(rates, role=role, on=on, **{**WORK, **work})


@given(st.permutations(BEST_FIRST))
def test_the_person_comes_first_then_the_narrower_work(rates):
    assert ranked(rates) == BEST_FIRST


def test_a_task_without_a_step_or_of_another_group_is_paid_by_what_is_left():
    assert ranked(BEST_FIRST, step_id=None) == [rate for rate in BEST_FIRST if rate.step_id is None]
    assert ranked(BEST_FIRST, step_id=9, service_id=9, group_id=9) == [OWN[0], ALL]


def test_a_percent_before_discounts_is_taken_of_the_gross():
    gross = Terms(percent=Decimal(10), base="gross")
    assert base_of(gross, gross=Decimal(200), net=Decimal(150)) == 200
    assert base_of(Terms(), gross=Decimal(200), net=Decimal(150)) == 150
    assert base_of(None, gross=Decimal(200), net=Decimal(150)) == 150


def test_a_fixed_rate_has_no_base():
    assert base_of(replace(fixed("5"), base="gross"), gross=Decimal(200), net=Decimal(150)) == 150


numbers = st.one_of(st.none(), st.integers(1, 3))
kinds_of_work = st.sampled_from(
    [{}, {"step_id": 1}, {"step_id": 2}, {"service_id": 1}, {"group_id": 1}, {"group_id": 2}]
)


@st.composite
def books(draw):
    """Rates with numbers of their own, as a book of rates may hold them."""
    return [
        Terms(
            pk=pk,
            role=draw(st.sampled_from(["performer", "assistant"])),
            employee_id=draw(numbers),
            base=draw(st.sampled_from(["net", "gross"])),
            percent=Decimal(draw(st.integers(0, 10000))) / 100,
            valid_from=date(2026, 11, draw(st.integers(1, 30))),
            **draw(kinds_of_work),
        )
        for pk in range(1, draw(st.integers(0, 8)) + 1)
    ]


@thorough
@given(books(), st.randoms(use_true_random=False), numbers.filter(bool))
def test_whichever_rate_pays_fits_and_nothing_that_fits_is_more_specific(rates, dice, employee):
    work = {"employee_id": employee, "step_id": 1, "service_id": 1, "group_id": 1}
    asked = {"role": "performer", "on": DAY, **work}
    best = choose_rate(rates, **asked)
    dice.shuffle(rates)
    assert choose_rate(rates, **asked) == best
    fitting = rank_rates(rates, **asked)
    assert (best is None) == (fitting == [])
    for rate in fitting:
        assert rate.role == "performer"
        assert rate.valid_from <= DAY
        assert rate.employee_id in (None, employee)
        assert (rate.employee_id is None) >= (best.employee_id is None)
        if (rate.employee_id is None) == (best.employee_id is None):
            assert narrowness(rate) <= narrowness(best)


@thorough
@given(books(), st.integers(0, 10**6), st.integers(0, 100))
def test_pay_is_never_below_nothing_nor_above_the_base(rates, minor, discount):
    gross = Decimal(minor) / 100
    net = gross - round(gross * discount / 100, 2)
    for rate in rates:
        base = base_of(rate, gross=gross, net=net)
        assert net <= base <= gross
        assert 0 <= pay(rate, Decimal(1), base) <= base


@pytest.mark.parametrize("rate", [STEP, SERVICE, GROUP, ALL])
def test_a_rate_is_never_chosen_before_its_first_day(rate):
    assert ranked([replace(rate, valid_from=date(2026, 11, 21))]) == []
