"""What a piece of work pays: which rate applies, and what it comes to. Pure arithmetic."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from common.money import percent_of, round_money

PERCENT, FIXED = "percent", "fixed"
NET, GROSS = "net", "gross"
ACT_LINE, SET_SUM = "act_line", "set_sum"
"""What pay comes from: a line of an act, or a sum set by hand that belongs to no line."""


class RateTerms(Protocol):
    """What has to be known of a rate; None for an employee means everybody, for step, service and group all work."""

    pk: int
    role: str
    employee_id: int | None
    step_id: int | None
    service_id: int | None
    group_id: int | None
    kind: str
    base: str
    percent: Decimal | None
    amount: Decimal | None
    valid_from: date


Terms = TypeVar("Terms", bound=RateTerms)


def rank_rates(
    rates: Iterable[Terms],
    *,
    employee_id: int,
    service_id: int,
    role: str,
    on: date,
    step_id: int | None = None,
    group_id: int | None = None,
) -> list[Terms]:
    """The rates that fit the work and are valid on the day, the one that pays first.

    An employee's comes before everybody's; then that of the step, of the service, of the group, of all; then the later
    ``valid_from``.
    """
    fitting = [
        rate
        for rate in rates
        if rate.role == role
        and rate.valid_from <= on
        and rate.employee_id in (None, employee_id)
        and rate.step_id in (None, step_id)
        and rate.service_id in (None, service_id)
        and rate.group_id in (None, group_id)
    ]
    return sorted(fitting, key=_precedence, reverse=True)


def choose_rate(
    rates: Iterable[Terms],
    *,
    employee_id: int,
    service_id: int,
    role: str,
    on: date,
    step_id: int | None = None,
    group_id: int | None = None,
) -> Terms | None:
    """The rate that pays: the first of ``rank_rates``. None where nothing applies."""
    ranked = rank_rates(
        rates,
        employee_id=employee_id,
        service_id=service_id,
        role=role,
        on=on,
        step_id=step_id,
        group_id=group_id,
    )
    return next(iter(ranked), None)


def _precedence(rate: RateTerms) -> tuple[bool, int, date, int]:
    return rate.employee_id is not None, narrowness(rate), rate.valid_from, rate.pk


def narrowness(rate: RateTerms) -> int:
    """3 for a rate of one step, 2 of one service, 1 of one group, 0 of all work."""
    if rate.step_id is not None:
        return 3
    if rate.service_id is not None:
        return 2
    return 1 if rate.group_id is not None else 0


def weights_of(shares: Sequence[Decimal | None]) -> list[Decimal]:
    """The weights by which the tasks of a line share its pay: as said in percent, equal where none is said.

    Tasks that say nothing beside others that do share what those leave of 100 among them.
    """
    unsaid = sum(share is None for share in shares)
    if unsaid == len(shares):
        return [Decimal(1)] * unsaid
    said = sum((share for share in shares if share is not None), Decimal(0))
    left = max(Decimal(0), 100 - said)
    return [left / unsaid if share is None else share for share in shares]


def base_of(rate: RateTerms | None, *, gross: Decimal, net: Decimal) -> Decimal:
    """What a percent is taken of: the price after discounts, unless the rate says before."""
    return gross if rate is not None and takes_gross(rate) else net


def takes_gross(rate: RateTerms) -> bool:
    """Only a percent has a base; a fixed rate pays by the unit."""
    return rate.kind == PERCENT and rate.base == GROSS


def pay(rate: RateTerms | None, quantity: Decimal, base: Decimal, places: int = 2) -> Decimal:
    """A percent of the base, or the fixed amount for each unit; rounded once, to the places of the currency that pay is
    booked in. No rate pays 0.00."""
    if rate is None:
        return Decimal("0.00")
    if rate.kind == PERCENT:
        assert rate.percent is not None
        return percent_of(base, rate.percent, places)
    assert rate.amount is not None
    return round_money(quantity * rate.amount, places)
