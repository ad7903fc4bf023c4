"""What stands out on the board, told of tasks and orders alike: late, at risk, rushed, on hold."""

from datetime import date, datetime

from django.utils import timezone

from orders.states import Status

IN_THE_HOUSE = [Status.PENDING, Status.PRODUCTION, Status.REVIEW]
"""Handed over and not yet produced."""

LATE, AT_RISK, ORDINARY = range(3)


def is_on_hold(status: str, awaited: str) -> bool:
    """Nothing goes on before something awaited has come."""
    return status == Status.PENDING and awaited != ""


def standing(due: date | None, planned_end: datetime | None, today: date) -> int:
    """Late: the due date has passed. At risk: the plan ends behind it."""
    if due is None:
        return ORDINARY
    if due < today:
        return LATE
    return AT_RISK if planned_end and timezone.localtime(planned_end).date() > due else ORDINARY
