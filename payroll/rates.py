"""What a piece of work pays: which rate applies, and what it comes to. Pure arithmetic."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from common.money import percent_of, round_money

PERCENT, FIXED = "percent", "fixed"


class RateTerms(Protocol):
    """What has to be known of a rate; None for employee or service means all of them."""

    pk: int
    role: str
    employee_id: int | None
    service_id: int | None
    kind: str
    percent: Decimal | None
    amount: Decimal | None
    valid_from: date


Terms = TypeVar("Terms", bound=RateTerms)


def choose_rate(
    rates: Iterable[Terms], *, employee_id: int, service_id: int, role: str, on: date
) -> Terms | None:
    """The most specific rate valid on the day: employee and service, then employee, then service, then all.

    Among equally specific ones the later ``valid_from`` wins. None where nothing applies.
    """
    fitting = [
        rate
        for rate in rates
        if rate.role == role
        and rate.valid_from <= on
        and rate.employee_id in (None, employee_id)
        and rate.service_id in (None, service_id)
    ]
    return max(fitting, key=_precedence, default=None)


def _precedence(rate: RateTerms) -> tuple[bool, bool, date, int]:
    return rate.employee_id is not None, rate.service_id is not None, rate.valid_from, rate.pk


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


def pay(rate: RateTerms | None, quantity: Decimal, net: Decimal) -> Decimal:
    """A percent of the net amount, or the fixed amount for each unit; rounded once. No rate pays 0.00."""
    if rate is None:
        return Decimal("0.00")
    if rate.kind == PERCENT:
        assert rate.percent is not None
        return percent_of(net, rate.percent)
    assert rate.amount is not None
    return round_money(quantity * rate.amount)
