"""Which rate applies, and what it comes to: bare arithmetic."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from payroll.rates import choose_rate, pay

DAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Terms:
    pk: int = 1
    role: str = "performer"
    employee_id: int | None = None
    step_id: int | None = None
    service_id: int | None = None
    group_id: int | None = None
    kind: str = "percent"
    base: str = "net"
    percent: Decimal | None = Decimal(10)
    amount: Decimal | None = None
    valid_from: date = date(2026, 1, 1)


def fixed(amount: str) -> Terms:
    return Terms(kind="fixed", percent=None, amount=Decimal(amount))


def chosen(*rates, employee_id=7, service_id=3, role="performer", on=DAY):
    return choose_rate(rates, employee_id=employee_id, service_id=service_id, role=role, on=on)


EVERYBODY = Terms(pk=1)
THIS_SERVICE = Terms(pk=2, service_id=3)
THIS_EMPLOYEE = Terms(pk=3, employee_id=7)
BOTH = Terms(pk=4, employee_id=7, service_id=3)


def test_the_rate_of_an_employee_for_a_service_comes_before_all_others():
    assert chosen(EVERYBODY, BOTH, THIS_EMPLOYEE, THIS_SERVICE) == BOTH


def test_the_rate_of_an_employee_comes_before_that_of_a_service():
    assert chosen(EVERYBODY, THIS_SERVICE, THIS_EMPLOYEE) == THIS_EMPLOYEE


def test_the_rate_of_a_service_comes_before_that_of_all():
    assert chosen(EVERYBODY, THIS_SERVICE) == THIS_SERVICE


def test_of_equally_specific_rates_the_later_one_applies():
    later = Terms(pk=9, valid_from=date(2026, 6, 1))
    assert chosen(later, EVERYBODY) == later


def test_a_specific_rate_is_not_displaced_by_a_later_general_one():
    assert chosen(BOTH, Terms(pk=9, valid_from=date(2026, 11, 1))) == BOTH


def test_a_rate_applies_from_its_first_day_on():
    starting = Terms(valid_from=DAY)
    assert chosen(starting) == starting
    assert chosen(starting, on=date(2026, 11, 19)) is None


def test_rates_of_others_and_of_other_roles_do_not_apply():
    others = [Terms(employee_id=8), Terms(service_id=4), Terms(role="assistant")]
    assert chosen(*others) is None


def test_a_percent_is_taken_of_the_net_amount_and_rounded_half_up():
    assert pay(Terms(percent=Decimal("12.5")), Decimal(3), Decimal("100.20")) == Decimal("12.53")


def test_a_fixed_rate_is_paid_for_each_unit():
    assert pay(fixed("4.35"), Decimal("2.5"), Decimal(900)) == Decimal("10.88")


def test_without_a_rate_nothing_is_paid():
    assert pay(None, Decimal(5), Decimal(500)) == Decimal("0.00")


quantities = st.integers(1, 10**6).map(lambda n: Decimal(n).scaleb(-3))
amounts = st.integers(0, 10**8).map(lambda n: Decimal(n).scaleb(-2))
percents = st.integers(0, 10**4).map(lambda n: Decimal(n).scaleb(-2))


@given(amounts, quantities, quantities, amounts)
def test_more_units_never_pay_less_at_a_fixed_rate(per_unit, one, other, net):
    less, more = sorted([one, other])
    assert pay(fixed(str(per_unit)), less, net) <= pay(fixed(str(per_unit)), more, net)


@given(percents, quantities, quantities, amounts)
def test_more_units_of_the_same_price_never_pay_less_at_a_percent(percent, one, other, unit_price):
    less, more = sorted([one, other])
    rate = Terms(percent=percent)
    assert pay(rate, less, round(less * unit_price, 2)) <= pay(rate, more, round(more * unit_price, 2))


@given(percents, amounts)
def test_a_percent_never_pays_more_than_the_work_brought_in(percent, net):
    assert Decimal(0) <= pay(Terms(percent=percent), Decimal(1), net) <= net


@given(st.permutations([EVERYBODY, THIS_SERVICE, THIS_EMPLOYEE, BOTH, Terms(pk=9, valid_from=DAY)]))
def test_the_order_in_which_rates_are_read_does_not_matter(rates):
    assert chosen(*rates) == BOTH
